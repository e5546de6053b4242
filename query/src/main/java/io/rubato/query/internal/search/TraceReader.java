package io.rubato.query.internal.search;

import io.rubato.query.Spanset;
import io.rubato.query.TraceMatch;
import io.rubato.query.TraceMatch.ServiceStats;
import io.rubato.query.internal.eval.BatchScope;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.Origin;
import io.rubato.storage.scan.Batch;
import io.rubato.storage.scan.CodedField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads what an answer shows of a trace.
final class TraceReader {
    private static final int ERROR = 2;

    private TraceReader() {}

    static TraceMatch read(Candidate candidate, BatchScope scope, SpanReader spans) {
        int trace = candidate.trace();
        int root = scope.traces().root(trace);
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
                candidate.sets().stream().map(set -> spanset(set, scope, spans)).toList(),
                services(scope, trace));
    }

    private static Spanset spanset(Candidate.Found set, BatchScope scope, SpanReader spans) {
        List<Spanset.SpanMatch> matches = Arrays.stream(set.rows())
                .mapToObj(row -> spans.read(scope, row))
                .toList();
        List<Attribute> attributes = new ArrayList<>();
        set.attributes().forEach((key, value) -> attributes.add(new Attribute(key, Answers.ofSpanset(value))));
        return new Spanset(matches, set.matched(), attributes);
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
