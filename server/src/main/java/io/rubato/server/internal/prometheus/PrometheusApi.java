package io.rubato.server.internal.prometheus;

import com.linecorp.armeria.common.MediaType;
import io.rubato.query.QueryEngine;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.config.SpanMetricsSettings;
import io.rubato.server.internal.api.Json;
import io.rubato.server.internal.api.QueryRunner;
import io.rubato.server.internal.metrics.PrometheusText;
import io.rubato.server.internal.promql.Evaluation;
import io.rubato.server.internal.promql.PromException;
import io.rubato.server.internal.promql.PromExpr;
import io.rubato.server.internal.promql.PromFormat;
import io.rubato.server.internal.promql.PromParser;
import io.rubato.server.internal.promql.PromTime;
import io.rubato.server.internal.promql.Sample;
import io.rubato.server.internal.promql.Steps;
import io.rubato.server.internal.route.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.LongStream;

/// The routes of Prometheus' API under `/api/v1/`, and `/federate`.
public final class PrometheusApi {
    /// Clients decide by this version what they ask.
    private static final String VERSION = "2.42.0";

    private static final MediaType TEXT = MediaType.parse(PrometheusText.CONTENT_TYPE);

    private static final int MOST_POINTS = 11_000;

    private final QueryRunner runner;
    private final QueryEngine engine;
    private final QuerySettings settings;
    private final SeriesLabels labels;
    private final String server;

    /// @param spanMetrics which labels series have
    /// @param server the version of this server
    public PrometheusApi(
            QueryRunner runner,
            QueryEngine engine,
            QuerySettings settings,
            SpanMetricsSettings spanMetrics,
            String server) {
        this.runner = runner;
        this.engine = engine;
        this.settings = settings;
        this.labels = new SeriesLabels(spanMetrics.spans(), spanMetrics.graph());
        this.server = server;
    }

    /// The services by their routes.
    public Map<String, Route> routes() {
        Map<String, Route> routes = new LinkedHashMap<>();
        routes.put("/api/v1/query", answering(this::query));
        routes.put("/api/v1/query_range", answering(this::range));
        routes.put("/api/v1/series", answering(this::series));
        routes.put("/api/v1/labels", answering(this::labels));
        routes.put("/api/v1/label/{label}/values", answering(this::values));
        routes.put("/api/v1/metadata", answering((asked, sources) -> metadata(asked)));
        routes.put("/api/v1/format_query", answering((asked, sources) -> formatted(asked)));
        routes.put("/federate", answering(this::federate, TEXT));
        routes.put("/api/v1/status/buildinfo", answering((asked, sources) -> buildInfo()));
        // Grafana asks for these too. There are none.
        routes.put(
                "/api/v1/rules",
                answering((asked, sources) -> PromJson.success(out -> {
                    out.writeStartObject();
                    Json.textList(out, "groups", List.of());
                    out.writeEndObject();
                })));
        routes.put("/api/v1/query_exemplars", answering((asked, sources) -> texts(List.of())));
        return routes;
    }

    /// Answers one question.
    private interface Answering {
        byte[] answer(PromRequest asked, Sources sources);
    }

    /// Makes sources over the store.
    private interface Sources {
        /// @param values whether values are asked for, not only series
        SpanWindows of(boolean values);
    }

    private Route answering(Answering answering) {
        return answering(answering, MediaType.JSON);
    }

    private Route answering(Answering answering, MediaType type) {
        return Route.query(new PromService(
                runner,
                settings.timeout(),
                type,
                asked -> (snapshot, context) ->
                        answering.answer(asked, values -> new SpanWindows(snapshot, engine, context, labels, values))));
    }

    private Evaluation.Plan plan(Sources sources, PromExpr expression, Steps steps) {
        return new Evaluation(sources.of(true), lookBack()).plan(expression, steps);
    }

    private long lookBack() {
        long longest = settings.metrics().maxDuration().toNanos();
        return longest == 0 ? Long.MAX_VALUE / 4 : longest;
    }

    private byte[] query(PromRequest asked, Sources sources) {
        long time = asked.time("time", asked.now());
        PromExpr expression = PromParser.query(asked.required("query"));
        if (expression instanceof PromExpr.Text(String value)) {
            return PromJson.text(value, time);
        }
        List<Sample> samples = plan(sources, expression, new Steps(time)).at(0);
        return expression.type() == PromExpr.ResultType.SCALAR
                ? PromJson.scalar(samples.getFirst().value(), time)
                : PromJson.vector(samples, time);
    }

    private byte[] range(PromRequest asked, Sources sources) {
        long start = asked.requiredTime("start");
        long end = asked.requiredTime("end");
        long step = PromTime.stepNanos(asked.required("step"));
        if (end < start) {
            throw new PromException("invalid parameter \"end\": end timestamp must not be before start time");
        }
        if ((end - start) / step > MOST_POINTS) {
            throw new PromException("exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the"
                    + " query resolution (?step=XX)");
        }
        PromExpr expression = PromParser.query(asked.required("query"));
        Map<SortedMap<String, String>, List<PromJson.Point>> series = new LinkedHashMap<>();
        long[] times = LongStream.iterate(start, time -> time <= end, time -> time + step)
                .toArray();
        Evaluation.Plan plan = plan(sources, expression, new Steps(times));
        for (int i = 0; i < times.length; i++) {
            for (Sample sample : plan.at(i)) {
                series.computeIfAbsent(sample.labels(), labels -> new ArrayList<>())
                        .add(new PromJson.Point(times[i], sample.value(), sample.histogram()));
            }
        }
        return PromJson.matrix(series);
    }

    /// The labels of all series that one of the selectors names.
    private Set<SortedMap<String, String>> selected(PromRequest asked, Sources sources, boolean needed) {
        long end = asked.time("end", asked.now());
        long start = asked.time("start", end - lookBack());
        List<String> selectors = asked.all("match[]");
        if (needed && selectors.isEmpty()) {
            throw new PromException("no match[] parameter provided");
        }
        Set<SortedMap<String, String>> found = new LinkedHashSet<>();
        SpanWindows all = sources.of(false);
        Steps once = new Steps(end);
        for (String selector : selectors.isEmpty() ? List.of("{}") : selectors) {
            // Clients that find native histograms ask for no others.
            all.counts(PromParser.selector(selector), end - start + 1, once).at(0).stream()
                    .filter(sample -> sample.histogram() == null)
                    .forEach(sample -> found.add(sample.labels()));
        }
        return found;
    }

    private byte[] series(PromRequest asked, Sources sources) {
        int limit = asked.limit();
        List<SortedMap<String, String>> found =
                selected(asked, sources, true).stream().limit(limit).toList();
        return PromJson.success(out -> {
            out.writeStartArray();
            for (SortedMap<String, String> labels : found) {
                PromJson.labels(out, labels);
            }
            out.writeEndArray();
        });
    }

    private byte[] labels(PromRequest asked, Sources sources) {
        Set<String> names = new TreeSet<>();
        selected(asked, sources, false).forEach(labels -> names.addAll(labels.keySet()));
        return texts(names.stream().limit(asked.limit()).toList());
    }

    private byte[] values(PromRequest asked, Sources sources) {
        String label = asked.path("label");
        Set<String> values = new TreeSet<>();
        selected(asked, sources, false).forEach(labels -> {
            String value = labels.get(label);
            if (value != null) {
                values.add(value);
            }
        });
        return texts(values.stream().limit(asked.limit()).toList());
    }

    private static byte[] texts(List<String> texts) {
        return PromJson.success(out -> {
            out.writeStartArray();
            for (String text : texts) {
                out.writeString(text);
            }
            out.writeEndArray();
        });
    }

    private static byte[] metadata(PromRequest asked) {
        List<String> wanted = asked.all("metric");
        return PromJson.success(out -> {
            out.writeStartObject();
            for (Family family : Family.values()) {
                if (!wanted.isEmpty() && !wanted.contains(family.title)) {
                    continue;
                }
                out.writeArrayFieldStart(family.title);
                out.writeStartObject();
                out.writeStringField("type", family.kind == Family.Kind.COUNTER ? "counter" : "histogram");
                out.writeStringField("help", family.help);
                out.writeStringField("unit", "");
                out.writeEndObject();
                out.writeEndArray();
            }
            out.writeEndObject();
        });
    }

    private static byte[] formatted(PromRequest asked) {
        String text = PromFormat.pretty(PromParser.parse(asked.required("query")));
        return PromJson.success(out -> out.writeString(text));
    }

    private byte[] federate(PromRequest asked, Sources sources) {
        List<Sample> found = new ArrayList<>();
        Evaluation evaluation = new Evaluation(sources.of(true), lookBack());
        Steps once = new Steps(asked.now());
        for (String selector : asked.all("match[]")) {
            found.addAll(evaluation
                    .plan(new PromExpr.Selector("", PromParser.selector(selector), PromExpr.Shift.NONE), once)
                    .at(0));
        }
        return Federation.text(found, asked.now());
    }

    private byte[] buildInfo() {
        return PromJson.success(out -> {
            out.writeStartObject();
            out.writeStringField("version", VERSION);
            out.writeStringField("revision", "rubato-" + server);
            for (String field : List.of("branch", "buildUser", "buildDate", "goVersion")) {
                out.writeStringField(field, "");
            }
            out.writeEndObject();
        });
    }
}
