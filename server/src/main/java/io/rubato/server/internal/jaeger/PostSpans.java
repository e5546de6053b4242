package io.rubato.server.internal.jaeger;

import io.rubato.server.internal.jaeger.JaegerSpan.Log;
import io.rubato.server.internal.jaeger.JaegerSpan.Reference;
import io.rubato.server.internal.jaeger.JaegerSpan.Sender;
import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.server.internal.otlp.ProtobufReader;
import io.rubato.server.internal.receive.Conversion;
import io.rubato.server.internal.trace.Fields;
import io.rubato.server.internal.trace.TraceEncoder;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The request of `jaeger.api_v2.CollectorService/PostSpans`.
/// Source: <https://github.com/jaegertracing/jaeger-idl/blob/main/proto/api_v2/collector.proto>
final class PostSpans implements Conversion {
    static final String PATH = "/jaeger.api_v2.CollectorService/PostSpans";

    @Override
    public byte[] toOtlp(byte[] body) throws MalformedOtlpException {
        List<JaegerSpan> spans = new ArrayList<>();
        new Fields(new ProtobufReader(body)).each((number, batch) -> {
            if (number == 1) {
                batch(batch.message(), spans);
            }
        });
        return TraceEncoder.encode(JaegerToOtlp.of(spans));
    }

    private static void batch(Fields in, List<JaegerSpan> spans) throws MalformedOtlpException {
        Sender[] process = {Sender.NONE};
        List<Building> building = new ArrayList<>();
        in.each((number, field) -> {
            switch (number) {
                case 1 -> building.add(span(field.message()));
                case 2 -> process[0] = process(field.message());
                default -> {}
            }
        });
        building.forEach(span -> spans.add(span.built(process[0])));
    }

    private static Building span(Fields in) throws MalformedOtlpException {
        Building span = new Building();
        in.each((number, field) -> {
            switch (number) {
                case 1 -> span.traceId = field.hex();
                case 2 -> span.spanId = field.hex();
                case 3 -> span.operation = field.text();
                case 4 -> span.references.add(reference(field.message()));
                case 5 -> span.flags = (int) field.number();
                case 6 -> span.start = WireTime.of(field.message()).nanos();
                case 7 -> span.duration = WireTime.of(field.message()).nanos();
                case 8 -> span.tags.add(tag(field.message()));
                case 9 -> span.logs.add(log(field.message()));
                case 10 -> span.process = process(field.message());
                default -> {}
            }
        });
        return span;
    }

    private static final class Building {
        String traceId = "";
        String spanId = "";
        String operation = "";
        final List<Reference> references = new ArrayList<>();
        int flags;
        long start;
        long duration;
        final List<Attribute> tags = new ArrayList<>();
        final List<Log> logs = new ArrayList<>();

        @Nullable
        Sender process;

        JaegerSpan built(Sender ofBatch) {
            return new JaegerSpan(
                    process == null ? ofBatch : process,
                    traceId,
                    spanId,
                    operation,
                    references,
                    flags,
                    start,
                    duration,
                    tags,
                    logs);
        }
    }

    private static Sender process(Fields in) throws MalformedOtlpException {
        String[] service = {""};
        List<Attribute> tags = new ArrayList<>();
        in.each((number, field) -> {
            switch (number) {
                case 1 -> service[0] = field.text();
                case 2 -> tags.add(tag(field.message()));
                default -> {}
            }
        });
        return new Sender(service[0], tags);
    }

    private static Reference reference(Fields in) throws MalformedOtlpException {
        String[] ids = {"", ""};
        boolean[] follows = {false};
        in.each((number, field) -> {
            switch (number) {
                case 1, 2 -> ids[number - 1] = field.hex();
                case 3 -> follows[0] = field.number() == 1;
                default -> {}
            }
        });
        return new Reference(ids[0], ids[1], follows[0]);
    }

    private static Log log(Fields in) throws MalformedOtlpException {
        long[] time = {0};
        List<Attribute> fields = new ArrayList<>();
        in.each((number, field) -> {
            switch (number) {
                case 1 -> time[0] = WireTime.of(field.message()).nanos();
                case 2 -> fields.add(tag(field.message()));
                default -> {}
            }
        });
        return new Log(time[0], fields);
    }

    private static Attribute tag(Fields in) throws MalformedOtlpException {
        String[] key = {""};
        long[] type = {0};
        AttributeValue[] values = {
            new AttributeValue.Text(""),
            new AttributeValue.Bool(false),
            new AttributeValue.Int(0),
            new AttributeValue.Real(0),
            new AttributeValue.Bytes(new byte[0])
        };
        in.each((number, field) -> {
            switch (number) {
                case 1 -> key[0] = field.text();
                case 2 -> type[0] = field.number();
                case 3 -> values[0] = new AttributeValue.Text(field.text());
                case 4 -> values[1] = new AttributeValue.Bool(field.number() != 0);
                case 5 -> values[2] = new AttributeValue.Int(field.number());
                case 6 -> values[3] = new AttributeValue.Real(Double.longBitsToDouble(field.number()));
                case 7 -> values[4] = new AttributeValue.Bytes(field.array());
                default -> {}
            }
        });
        if (type[0] < 0 || type[0] >= values.length) {
            throw new MalformedOtlpException("tag " + key[0] + " has type " + type[0] + ", expected 0 to 4", -1);
        }
        return new Attribute(key[0], values[(int) type[0]]);
    }
}
