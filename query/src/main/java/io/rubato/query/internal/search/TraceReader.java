package io.rubato.query.internal.search;

import io.rubato.query.Spanset;
import io.rubato.query.TraceMatch;
import io.rubato.query.TraceMatch.ServiceStats;
import io.rubato.query.internal.eval.BatchScope;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import io.rubato.storage.model.Origin;
import io.rubato.storage.scan.Batch;
import io.rubato.storage.scan.CodedField;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads what an answer shows of a trace.
final class TraceReader {
    private static final int ERROR = 2;

    // Roughly what an answer takes beside its texts.
    private static final int TRACE_BYTES = 200;
    private static final int SPAN_BYTES = 100;
    private static final int ATTRIBUTE_BYTES = 30;

    private TraceReader() {}

    static TraceMatch read(Candidate candidate, BatchScope scope, SpanReader spans, Allowance result) {
        int trace = candidate.trace();
        int root = scope.traces().root(trace);
        result.take(TRACE_BYTES);
        return new TraceMatch(
                candidate.id(),
                root < 0 ? "" : origin(scope, root).serviceName(),
                root < 0
                        ? ""
                        : scope.source()
                                .dictionary(CodedField.NAME)
                                .text(scope.batch().codes(CodedField.NAME)[root]),
                scope.traces().start(trace),
                scope.traces().end(trace),
                candidate.sets().stream()
                        .map(set -> spanset(set, scope, spans, result))
                        .toList(),
                services(scope, trace));
    }

    private static Spanset spanset(Candidate.Found set, BatchScope scope, SpanReader spans, Allowance result) {
        List<Spanset.SpanMatch> matches = new ArrayList<>();
        for (int row : set.rows()) {
            Spanset.SpanMatch span = spans.read(scope, row);
            result.take(SPAN_BYTES + span.name().length() + bytes(span.attributes()));
            matches.add(span);
        }
        List<Attribute> attributes = new ArrayList<>();
        set.attributes().forEach((key, value) -> attributes.add(new Attribute(key, Answers.orNil(value))));
        result.take(SPAN_BYTES + bytes(attributes));
        return new Spanset(matches, set.matched(), attributes);
    }

    private static long bytes(List<Attribute> attributes) {
        return attributes.stream()
                .mapToLong(attribute -> ATTRIBUTE_BYTES + attribute.key().length() + bytes(attribute.value()))
                .sum();
    }

    private static long bytes(AttributeValue value) {
        return switch (value) {
            case AttributeValue.Text(String text) -> text.length();
            case AttributeValue.Bytes(byte[] bytes) -> bytes.length;
            case AttributeValue.Array(List<AttributeValue> values) ->
                values.stream()
                        .mapToLong(element -> ATTRIBUTE_BYTES + bytes(element))
                        .sum();
            case AttributeValue.KeyValues(List<Attribute> entries) -> bytes(entries);
            case AttributeValue.Bool _, AttributeValue.Int _, AttributeValue.Real _, AttributeValue.Empty _ -> 8;
        };
    }

    /// How many spans of a trace have status error.
    static int errors(BatchScope scope, int trace) {
        int[] status = scope.batch().codes(CodedField.STATUS);
        int[] starts = scope.batch().traceStarts();
        int errors = 0;
        for (int row = starts[trace]; row < starts[trace + 1]; row++) {
            errors += status[row] == ERROR ? 1 : 0;
        }
        return errors;
    }

    private static Origin origin(BatchScope scope, int row) {
        return scope.source().origins().get(scope.batch().codes(CodedField.ORIGIN)[row]);
    }

    private static Map<String, ServiceStats> services(BatchScope scope, int trace) {
        Map<String, ServiceStats> services = new TreeMap<>();
        Batch batch = scope.batch();
        int[] status = batch.codes(CodedField.STATUS);
        int[] starts = batch.traceStarts();
        for (int row = starts[trace]; row < starts[trace + 1]; row++) {
            ServiceStats one = new ServiceStats(1, status[row] == ERROR ? 1 : 0);
            services.merge(
                    origin(scope, row).serviceName(),
                    one,
                    (a, b) -> new ServiceStats(a.spans() + b.spans(), a.errors() + b.errors()));
        }
        return Collections.unmodifiableMap(services);
    }
}
