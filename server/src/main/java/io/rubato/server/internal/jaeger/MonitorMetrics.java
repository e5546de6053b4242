package io.rubato.server.internal.jaeger;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.QueryParams;
import io.rubato.query.MetricsRequest;
import io.rubato.query.MetricsSeries;
import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.TimeSteps;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.internal.api.Answers;
import io.rubato.server.internal.api.BadRequest;
import io.rubato.server.internal.api.Json;
import io.rubato.server.internal.api.QueryRunner;
import io.rubato.server.internal.trace.Values;
import io.rubato.storage.Snapshot;
import io.rubato.storage.model.Attribute;
import io.rubato.traceql.Query;
import io.rubato.traceql.Static;
import io.rubato.traceql.TraceQl;
import io.rubato.traceql.TraceQlException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The numbers of Jaeger's monitor: latencies, call rates and error rates by service, and by operation, computed from
/// stored spans. Rates are the mean of the `ratePer` before each point, latencies of its step.
/// Source: <https://www.jaegertracing.io/docs/latest/architecture/apis/#service-performance-metrics>
final class MonitorMetrics {
    private static final long MILLI = 1_000_000;
    private static final int MILLIS_PER_SECOND = 1_000;

    private final QueryEngine engine = new QueryEngine();
    private final QuerySettings settings;

    MonitorMetrics(QuerySettings settings) {
        this.settings = settings;
    }

    /// @param services in which spans count, and their kinds
    /// @param window steps that a rate is the mean of
    private record Asked(
            List<String> services,
            List<String> kinds,
            boolean byOperation,
            String quantile,
            long startMillis,
            long endMillis,
            long stepMillis,
            int window) {}

    /// @param metric `latencies`, `calls` or `errors`
    /// @throws BadRequest in Jaeger's words
    QueryRunner.Question<HttpResponse> question(String metric, QueryParams parameters, Instant now) {
        Asked asked = asked(metric, parameters, now);
        return (snapshot, context) -> Answers.json(
                switch (metric) {
                    case "latencies" ->
                        family(
                                asked,
                                "latencies",
                                asked.quantile + "th quantile latency",
                                latencies(snapshot, asked, context));
                    case "calls" -> family(asked, "call_rate", "calls/sec", calls(snapshot, asked, context));
                    default ->
                        family(
                                asked,
                                "error_rate",
                                "error rate, computed as a fraction of errors/sec over calls/sec",
                                errors(snapshot, asked, context));
                });
    }

    private static Asked asked(String metric, QueryParams parameters, Instant now) {
        List<String> services = parameters.getAll("service");
        if (services.isEmpty()) {
            throw new BadRequest("please provide at least one service name");
        }
        List<String> kinds = parameters.getAll("spanKind");
        for (String kind : kinds) {
            if (!Tags.KINDS.contains(kind) && !kind.equals("unspecified")) {
                throw new BadRequest("unsupported span kind: '" + kind + "'");
            }
        }
        long end = JaegerSearch.number(parameters, "endTs", now.toEpochMilli());
        long lookback = JaegerSearch.number(parameters, "lookback", 3_600_000);
        long step = JaegerSearch.number(parameters, "step", 5_000);
        long ratePer = JaegerSearch.number(parameters, "ratePer", 600_000);
        if (end < 0
                || end >= Long.MAX_VALUE / MILLI / 2
                || lookback <= 0
                || lookback > end
                || step <= 0
                || ratePer <= 0) {
            throw new BadRequest("endTs, lookback, step and ratePer must be milliseconds above 0");
        }
        return new Asked(
                services,
                kinds.isEmpty() ? List.of("server") : kinds,
                Boolean.parseBoolean(parameters.get("groupByOperation", "false")),
                metric.equals("latencies") ? quantile(parameters) : "",
                end - lookback,
                end,
                step,
                Math.clamp(ratePer / step, 1, TimeSteps.MOST));
    }

    private static String quantile(QueryParams parameters) {
        String quantile = parameters.get("quantile", "");
        if (!quantile.matches("0?\\.[0-9]{1,6}|0|1(\\.0+)?")) {
            throw new BadRequest("unable to parse param 'quantile': '" + quantile + "' is not a number from 0 to 1");
        }
        return new BigDecimal(quantile).toPlainString();
    }

    /// Values by point, and the points by labels.
    private Map<Labels, NavigableMap<Long, Double>> latencies(Snapshot snapshot, Asked asked, QueryContext context) {
        Map<Labels, NavigableMap<Long, Double>> seconds =
                query(snapshot, asked, context, "", "quantile_over_time(duration, " + asked.quantile + ")", 0);
        seconds.values().forEach(points -> points.replaceAll((time, value) -> value * MILLIS_PER_SECOND));
        return seconds;
    }

    private Map<Labels, NavigableMap<Long, Double>> calls(Snapshot snapshot, Asked asked, QueryContext context) {
        return smooth(asked, query(snapshot, asked, context, "", "rate()", asked.window - 1));
    }

    private Map<Labels, NavigableMap<Long, Double>> errors(Snapshot snapshot, Asked asked, QueryContext context) {
        Map<Labels, NavigableMap<Long, Double>> calls = calls(snapshot, asked, context);
        Map<Labels, NavigableMap<Long, Double>> errors =
                smooth(asked, query(snapshot, asked, context, " && status = error", "rate()", asked.window - 1));
        calls.forEach((labels, points) -> {
            NavigableMap<Long, Double> failed = errors.getOrDefault(labels, new TreeMap<>());
            points.replaceAll((time, rate) -> rate == 0 ? 0 : failed.getOrDefault(time, 0.0) / rate);
        });
        return calls;
    }

    private record Labels(String service, String operation) implements Comparable<Labels> {
        @Override
        public int compareTo(Labels other) {
            int byService = service.compareTo(other.service);
            return byService == 0 ? operation.compareTo(other.operation) : byService;
        }
    }

    /// @param before steps to look at before the first that is shown
    private Map<Labels, NavigableMap<Long, Double>> query(
            Snapshot snapshot, Asked asked, QueryContext context, String condition, String function, int before) {
        String spans = "{ ("
                + any(
                        "resource.service.name",
                        asked.services.stream()
                                .map(service -> new Static.Str(service).toString())
                                .toList())
                + ") && (" + any("kind", asked.kinds) + ")" + condition + " }";
        String groups = " by (resource.service.name" + (asked.byOperation ? ", name)" : ")");
        long start = Math.max(0, asked.startMillis - before * asked.stepMillis);
        MetricsRequest request = new MetricsRequest(
                parse(spans + " | " + function + groups),
                TimeSteps.aligned(start * MILLI, asked.endMillis * MILLI, asked.stepMillis * MILLI),
                0,
                settings.metrics().maxResponseSeries());
        Map<Labels, NavigableMap<Long, Double>> series = new TreeMap<>();
        for (MetricsSeries one : engine.metrics(snapshot, request, context).series()) {
            NavigableMap<Long, Double> points = new TreeMap<>();
            one.samples().forEach(sample -> points.put(sample.timestampMillis(), sample.value()));
            series.put(new Labels(label(one, "resource.service.name"), label(one, "name")), points);
        }
        return series;
    }

    private static Query parse(String query) {
        try {
            return TraceQl.parse(query);
        } catch (TraceQlException e) {
            throw new BadRequest(String.valueOf(e.getMessage()));
        }
    }

    private static String any(String field, List<String> values) {
        return values.stream().map(value -> field + " = " + value).collect(Collectors.joining(" || "));
    }

    private static String label(MetricsSeries series, String key) {
        return series.labels().stream()
                .filter(label -> label.key().equals(key))
                .map(Attribute::value)
                .map(Values::text)
                .findFirst()
                .orElse("");
    }

    /// The mean of each point and those before it.
    private static Map<Labels, NavigableMap<Long, Double>> smooth(
            Asked asked, Map<Labels, NavigableMap<Long, Double>> series) {
        series.replaceAll((labels, points) -> {
            NavigableMap<Long, Double> means = new TreeMap<>();
            long first = Math.ceilDiv(asked.startMillis, asked.stepMillis) * asked.stepMillis;
            long last = Math.ceilDiv(asked.endMillis, asked.stepMillis) * asked.stepMillis;
            for (long time = first; time <= last; time += asked.stepMillis) {
                long from = time - (asked.window - 1) * asked.stepMillis;
                double sum = points.subMap(from, true, time, true).values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum();
                means.put(time, sum / asked.window);
            }
            return means;
        });
        return series;
    }

    private static byte[] family(
            Asked asked, String name, String help, Map<Labels, NavigableMap<Long, Double>> series) {
        return Json.bytes(out -> {
            out.writeStartObject();
            out.writeStringField("name", (asked.byOperation ? "service_operation_" : "service_") + name);
            out.writeStringField("type", "GAUGE");
            out.writeStringField("help", help + ", grouped by service" + (asked.byOperation ? " & operation" : ""));
            out.writeArrayFieldStart("metrics");
            for (Map.Entry<Labels, NavigableMap<Long, Double>> one : series.entrySet()) {
                out.writeStartObject();
                out.writeArrayFieldStart("labels");
                List<String[]> labels = new ArrayList<>();
                if (asked.byOperation) {
                    labels.add(new String[] {"operation", one.getKey().operation()});
                }
                labels.add(new String[] {"service_name", one.getKey().service()});
                for (String[] label : labels) {
                    out.writeStartObject();
                    out.writeStringField("name", label[0]);
                    out.writeStringField("value", label[1]);
                    out.writeEndObject();
                }
                out.writeEndArray();
                out.writeArrayFieldStart("metricPoints");
                for (Map.Entry<Long, Double> point : one.getValue().entrySet()) {
                    if (point.getKey() >= asked.startMillis && Double.isFinite(point.getValue())) {
                        out.writeStartObject();
                        out.writeStringField(
                                "timestamp",
                                Instant.ofEpochMilli(point.getKey()).toString());
                        out.writeObjectFieldStart("gaugeValue");
                        out.writeNumberField("doubleValue", point.getValue());
                        out.writeEndObject();
                        out.writeEndObject();
                    }
                }
                out.writeEndArray();
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }
}
