package io.rubato.query.oracle;

import io.rubato.query.SearchRequest;
import io.rubato.query.SearchResult;
import io.rubato.query.Spanset;
import io.rubato.query.TraceMatch;
import io.rubato.query.memory.PlainSpan;
import io.rubato.query.memory.PlainTrace;
import io.rubato.traceql.Pipeline;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Answers as text, a few lines for each trace: those of the engine, and those that the oracle expects.
final class AnswerLines {
    private AnswerLines() {}

    static List<String> of(SearchResult result) {
        return result.traces().stream().map(AnswerLines::line).toList();
    }

    static List<String> expected(List<PipelineOracle> oracles, SearchRequest request) {
        Pipeline pipeline = (Pipeline) request.query().body();
        return oracles.stream()
                .map(oracle -> new Expected(oracle, oracle.evaluate(pipeline)))
                .filter(match -> !match.sets.isEmpty())
                .filter(match -> match.trace().start() <= request.endNanos()
                        && match.trace().end() >= request.startNanos())
                .sorted(Comparator.comparingLong(
                                (Expected match) -> match.trace().start())
                        .reversed()
                        .thenComparing(match -> match.trace().id()))
                .limit(request.limit())
                .map(match -> match.line(request.spansPerSpanset()))
                .toList();
    }

    private record Expected(PipelineOracle oracle, List<PipelineOracle.Set> sets) {
        PlainTrace trace() {
            return oracle.trace();
        }

        String line(int limit) {
            PlainTrace trace = trace();
            PlainSpan root = trace.root() < 0 ? null : trace.spans().get(trace.root());
            return trace.id() + " " + (root == null ? "" : root.origin().serviceName()) + " "
                    + (root == null ? "" : root.name()) + " " + trace.start() + "-" + trace.end() + " of "
                    + trace.spans().size()
                    + sets.stream().map(set -> line(set, limit)).collect(Collectors.joining());
        }

        private String line(PipelineOracle.Set set, int limit) {
            Map<String, String> attributes = new LinkedHashMap<>();
            set.attributes().forEach((key, value) -> attributes.put(key, Plain.text(value)));
            List<Long> ids = set.spans().stream()
                    .limit(limit)
                    .map(place -> oracle.span(place).spanId())
                    .toList();
            return "\n  " + attributes + " matched " + set.spans().size() + ": " + ids;
        }
    }

    private static String line(TraceMatch match) {
        int spans = match.services().values().stream()
                .mapToInt(TraceMatch.ServiceStats::spans)
                .sum();
        return match.traceId() + " " + match.rootServiceName() + " " + match.rootName() + " "
                + match.startNanos() + "-" + match.endNanos() + " of " + spans
                + match.spansets().stream().map(AnswerLines::line).collect(Collectors.joining());
    }

    private static String line(Spanset set) {
        Map<String, String> attributes = new LinkedHashMap<>();
        set.attributes().forEach(attribute -> attributes.put(attribute.key(), Plain.text(attribute.value())));
        List<Long> ids = set.spans().stream().map(Spanset.SpanMatch::spanId).toList();
        return "\n  " + attributes + " matched " + set.matched() + ": " + ids;
    }
}
