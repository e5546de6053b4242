package io.rubato.server.internal.jaeger;

import io.rubato.server.internal.api.BadRequest;
import io.rubato.server.internal.edges.ServiceEdges.ServiceEdge;
import io.rubato.server.internal.jaeger.JaegerNames.Operation;
import io.rubato.server.internal.otlp.FieldWriter;
import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.server.internal.trace.Fields;
import java.util.List;

/// The messages of names and calls, which both versions have alike but for the numbers of fields.
/// Source: <https://github.com/jaegertracing/jaeger-idl/blob/main/proto>
final class NamesMessages {
    private NamesMessages() {}

    /// A GetOperationsRequest.
    ///
    /// @param kind in lower case, or empty for all
    record AskedOperations(String service, String kind) {
        /// @throws BadRequest without a service
        static AskedOperations of(Fields message) throws MalformedOtlpException {
            String[] texts = {"", ""};
            message.each((number, field) -> {
                if (number == 1 || number == 2) {
                    texts[number - 1] = field.text();
                }
            });
            if (texts[0].isEmpty()) {
                throw new BadRequest("service is required");
            }
            return new AskedOperations(texts[0], texts[1]);
        }
    }

    /// A GetDependenciesRequest.
    ///
    /// @param startNanos, endNanos Unix nanoseconds, both inclusive; an end before 1970 is none
    record AskedCalls(long startNanos, long endNanos) {
        static AskedCalls of(Fields message) throws MalformedOtlpException {
            long[] times = {0, 0};
            message.each((number, field) -> {
                if (number == 1 || number == 2) {
                    times[number - 1] = WireTime.of(field.message()).bounded();
                }
            });
            return new AskedCalls(times[0], times[1] == 0 ? Long.MAX_VALUE : times[1]);
        }
    }

    /// A GetServicesResponse.
    static byte[] services(List<String> services) {
        FieldWriter out = new FieldWriter();
        services.forEach(service -> out.element(1, service));
        return out.bytes();
    }

    /// Version 2 lists the names twice.
    static byte[] operationsV2(List<Operation> operations) {
        FieldWriter out = new FieldWriter();
        operations.stream().map(Operation::name).distinct().forEach(name -> out.element(1, name));
        operations(out, 2, operations);
        return out.bytes();
    }

    static byte[] operationsV3(List<Operation> operations) {
        FieldWriter out = new FieldWriter();
        operations(out, 1, operations);
        return out.bytes();
    }

    private static void operations(FieldWriter out, int number, List<Operation> operations) {
        for (Operation operation : operations) {
            out.message(number, () -> {
                out.text(1, operation.name());
                out.text(2, operation.kind());
            });
        }
    }

    /// A GetDependenciesResponse of version 2, a DependenciesResponse of version 3.
    static byte[] calls(List<ServiceEdge> calls) {
        FieldWriter out = new FieldWriter();
        for (ServiceEdge call : calls) {
            out.message(1, () -> {
                out.text(1, call.parent());
                out.text(2, call.child());
                out.number(3, call.calls());
            });
        }
        return out.bytes();
    }
}
