package io.rubato.cli;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What users, the web page, Grafana and clients of Jaeger and Zipkin ask, some of each kind.
///
/// @param start of the time asked for, Unix seconds
/// @param end of it
record WarmUpQueries(long start, long end) {
    private static final String JSON = "application/json";

    /// One request over HTTP.
    record Question(String path, String accept) {}

    /// One call of the streaming API.
    record Call(String method, byte[] message) {}

    private static final List<String> SEARCHES = List.of(
            "{ resource.service.name = \"cart\" }",
            "{ status = error }",
            "{ span.http.response.status_code = 500 }",
            "{ name = \"GET /product/{id}\" && duration > 20ms }",
            "{ status = error && duration > 10ms || kind = producer }",
            "{ span.x_request_id = \"nobody\" }",
            "{ span.user.id = \"nobody\" }",
            "{ span.busy_ns < 0 }",
            "{ span.url.path =~ \"/nowhere/[a-z]+/.*\" }",
            "{ .http.route =~ \".*cart.*\" && name !~ \"GET .*\" }",
            "{ kind = server } >> { status = error } | count() > 100000",
            "{ kind = server } > { kind = client }",
            "{ kind = client } ~ { status = error }",
            "{ kind = client } !>> { kind = server }",
            "{ rootServiceName = \"frontend\" && traceDuration > 1ms }",
            "{} | count() > 100000",
            "{} | avg(duration) > 1h",
            "{ kind = server } | by(resource.service.name) | max(duration) > 5ms | select(span.http.route)",
            "{ event:name = \"exception\" || link:spanID != \"\" }",
            "{ nestedSetParent < 0 } | select(status, resource.service.name)");
    private static final List<String> SERIES = List.of(
            "{} | rate() by(resource.service.name)",
            "{} | quantile_over_time(duration, 0.5, 0.9, 0.99) by(resource.service.name)",
            "{ status = error } | count_over_time() by(name)",
            "{} | histogram_over_time(duration)",
            "{ kind = server } | avg_over_time(duration) by(span.http.route)",
            "{} | max_over_time(duration)",
            "{ kind = client } | sum_over_time(duration) by(name) | topk(5)");
    private static final List<String> TAGS = List.of(
            "resource.service.name", "span.http.route", "span.user.id", "name", "status", "span.http.request.method");
    private static final List<String> TABLES = List.of(
            "traces_service_graph_request_total",
            "sum by (client, server) (rate(traces_service_graph_request_total[5m]))",
            "histogram_quantile(0.9, sum by (le, service) (rate(traces_spanmetrics_latency_bucket[5m])))");

    /// Those asked once: pages and what is for operators.
    static List<Question> pages() {
        return List.of(
                new Question("/ready", "*/*"),
                new Question("/", "text/html"),
                new Question("/metrics", "*/*"),
                new Question("/status", "*/*"),
                new Question("/api/echo", "*/*"),
                new Question("/api/status/buildinfo", JSON),
                new Question("/api/rubato/status", JSON),
                new Question("/api/rubato/storage", JSON),
                new Question("/api/rubato/slow-queries", JSON),
                new Question("/api/rubato/rules", JSON));
    }

    /// @param traces ids of traces that are stored
    List<Question> questions(List<String> traces) {
        List<Question> all = new ArrayList<>();
        for (String search : SEARCHES) {
            all.add(json("/api/search?limit=20&q=" + encoded(search) + range()));
        }
        String newest = encoded("{ status = error }");
        all.add(json("/api/search?tags=" + encoded("service.name=cart") + "&minDuration=1ms"));
        all.add(json("/api/rubato/search?limit=20&sort=duration&q=" + newest + range()));
        all.add(json("/api/rubato/search?stream=true&q=" + newest + range()));
        all.add(json("/api/rubato/search?total=true&explain=true&q=" + newest + range()));
        all.add(json("/api/rubato/complete?q=" + encoded("{ span.http") + "&at=11"));
        for (String series : SERIES) {
            all.add(json("/api/metrics/query_range?q=" + encoded(series) + range()));
            all.add(json("/api/metrics/query?q=" + encoded(series) + range()));
        }
        // Over time its answer has megabytes.
        all.add(json("/api/metrics/query?since=5m&q=" + encoded("{ kind = server } | compare({ status = error })")));
        for (String trace : traces) {
            trace(trace, all);
        }
        names(all);
        others(all);
        return all;
    }

    private static void trace(String id, List<Question> all) {
        all.add(json("/api/traces/" + id));
        all.add(new Question("/api/traces/" + id, "application/protobuf"));
        all.add(json("/api/v2/traces/" + id));
        all.add(new Question("/api/v2/traces/" + id, "application/protobuf"));
        all.add(json("/api/v2/traces/0" + id.substring(1)));
        all.add(json("/api/v3/traces/" + id));
        all.add(json("/jaeger/api/traces/" + id));
        all.add(json("/zipkin/api/v2/trace/" + id));
    }

    private void names(List<Question> all) {
        all.add(json("/api/search/tags"));
        all.add(json("/api/v2/search/tags?limit=5000" + range()));
        all.add(json("/api/v2/search/tags?q=" + encoded("{ resource.service.name = \"cart\" }") + range()));
        for (String tag : TAGS) {
            String values = "/api/v2/search/tag/" + encoded(tag) + "/values?limit=1000";
            all.add(json(values));
            all.add(json(values + range()));
            all.add(json(values + "&q=" + encoded("{ kind = server }") + range()));
        }
        all.add(json("/api/search/tag/service.name/values"));
    }

    private void others(List<Question> all) {
        long millis = end * 1000;
        all.add(json("/api/rubato/graph?q=" + encoded("{}") + range()));
        all.add(json("/api/rubato/operations?service=cart" + range()));
        for (String table : TABLES) {
            all.add(json("/api/v1/query?query=" + encoded(table)));
        }
        all.add(json("/jaeger/api/services"));
        all.add(json("/jaeger/api/services/cart/operations"));
        all.add(json("/jaeger/api/traces?service=cart&limit=20"));
        all.add(json("/jaeger/api/dependencies?lookback=3600000&endTs=" + millis));
        all.add(json("/zipkin/api/v2/services"));
        all.add(json("/zipkin/api/v2/spans?serviceName=cart"));
        all.add(json("/zipkin/api/v2/traces?serviceName=cart&limit=10&lookback=3600000&endTs=" + millis));
        all.add(json("/zipkin/api/v2/dependencies?lookback=3600000&endTs=" + millis));
    }

    List<Call> calls() {
        String querier = "/tempopb.StreamingQuerier/";
        List<Call> all = new ArrayList<>();
        for (String search : SEARCHES.subList(0, 5)) {
            all.add(new Call(querier + "Search", message(8, search, 5, start, 6, end)));
        }
        for (String series : SERIES.subList(0, 3)) {
            long second = 1_000_000_000L;
            byte[] message = message(1, series, 2, start * second, 3, end * second);
            all.add(new Call(querier + "MetricsQueryRange", message));
            all.add(new Call(querier + "MetricsQueryInstant", message));
        }
        all.add(new Call(querier + "SearchTagsV2", message(1, "span", 3, start, 4, end)));
        all.add(new Call(querier + "SearchTagValuesV2", message(1, "span.http.route", 4, start, 5, end)));
        return all;
    }

    private static Question json(String path) {
        return new Question(path, JSON);
    }

    private String range() {
        return "&start=" + start + "&end=" + end;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// A protobuf message of one text and two numbers.
    private static byte[] message(int text, String value, int from, long start, int to, long end) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        out.write(text << 3 | 2);
        varint(out, bytes.length);
        out.writeBytes(bytes);
        out.write(from << 3);
        varint(out, start);
        out.write(to << 3);
        varint(out, end);
        return out.toByteArray();
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        for (; rest > 0x7F; rest >>>= 7) {
            out.write((int) rest & 0x7F | 0x80);
        }
        out.write((int) rest);
    }
}
