package io.rubato.server.internal.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.rubato.server.Running;
import io.rubato.server.internal.graph.Shop;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Grafana asks a Prometheus data source for its service graph, word for word, over a real store: two requests to
/// the shop, one of which fails, in a range of 100 seconds.
class PrometheusApiTest {
    private static final long T = 1_700_000_000L;
    private static final int RANGE = 100;
    private static final String[] FAMILIES = {
        "traces_service_graph_request_server_seconds_sum",
        "traces_service_graph_request_total",
        "traces_service_graph_request_failed_total",
        "traces_service_graph_request_server_seconds_bucket"
    };

    @TempDir
    private static Path directory;

    private static Running running;

    @BeforeAll
    static void start() {
        running = Running.in(directory);
        send(Shop.request(1, T * 1_000_000_000, false));
        send(Shop.request(2, (T + 1) * 1_000_000_000, true));
        // Before the range.
        send(Shop.request(3, (T - 1_000) * 1_000_000_000, true));
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    private static void send(TracesData traces) {
        URI url = running.server.otlpHttpUrl().orElseThrow().resolve("/v1/traces");
        assertThat(running.post(url, "application/x-protobuf", traces.toByteArray())
                        .statusCode())
                .isEqualTo(200);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static JsonNode data(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode answer = json(response);
        assertThat(answer.properties().stream().map(field -> field.getKey())).containsExactly("status", "data");
        assertThat(answer.get("status").asText()).isEqualTo("success");
        return answer.get("data");
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return new ObjectMapper().readTree(response.body());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(response.body(), e);
        }
    }

    /// An instant query at the end of the range: labels and values.
    private static List<String> query(String query) {
        String asked = query.replace("$__range", RANGE + "s");
        JsonNode data = data(running.get("/api/v1/query?query=" + encoded(asked) + "&time=" + (T + RANGE - 1) + ".5"));
        assertThat(data.properties()).hasSize(2);
        assertThat(data.get("resultType").asText()).isEqualTo("vector");
        List<String> lines = new ArrayList<>();
        for (JsonNode one : data.get("result")) {
            assertThat(one.properties().stream().map(field -> field.getKey())).containsExactly("metric", "value");
            assertThat(one.get("value").get(0).asDouble()).isCloseTo(T + RANGE - 0.5, within(0.001));
            assertThat(one.get("value").get(1).isTextual()).isTrue();
            lines.add(one.get("metric").toString().replace("\"", "") + " "
                    + one.get("value").get(1).asText());
        }
        return lines;
    }

    @Test
    void givesTheEdgesOfTheServiceGraph() {
        assertThat(query("sum by (client, server) (rate(traces_service_graph_request_total[$__range]))"))
                .containsExactlyInAnyOrder(
                        "{client:cart,server:postgresql} 0.02",
                        "{client:frontend,server:cart} 0.02",
                        "{client:frontend,server:mailer} 0.02",
                        "{client:user,server:frontend} 0.02");
        assertThat(query("sum by (client, server) (rate(traces_service_graph_request_failed_total[$__range]))"))
                .containsExactly("{client:frontend,server:cart} 0.01");
        assertThat(query("sum by (client, server) (rate(traces_service_graph_request_server_seconds_sum"
                        + "{client=\"frontend\"}[$__range]))"))
                .containsExactlyInAnyOrder(
                        "{client:frontend,server:cart} 0.004", "{client:frontend,server:mailer} 0.0008");
        assertThat(query("sum by (client, server, client_service_namespace, server_service_namespace) "
                        + "(rate(traces_service_graph_request_total{server=~\"c.*\"}[$__range]))"))
                .containsExactly("{client:frontend,server:cart} 0.02");
        for (String family : FAMILIES) {
            assertThat(query("sum by (client, server) (rate(" + family + "[$__range]))"))
                    .isNotEmpty();
        }
    }

    @Test
    void givesTheKindsOfConnections() {
        for (String family : new String[] {FAMILIES[0], FAMILIES[1], FAMILIES[3]}) {
            assertThat(query("group by (client, connection_type, server) (" + family + ")"))
                    .containsExactlyInAnyOrder(
                            "{client:cart,connection_type:database,server:postgresql} 1",
                            "{client:frontend,server:cart} 1",
                            "{client:frontend,connection_type:messaging_system,server:mailer} 1",
                            "{client:user,connection_type:virtual_node,server:frontend} 1");
        }
        assertThat(query("group by (client, connection_type, server) (" + FAMILIES[1]
                        + "{client=\"cart\"}) OR group by (client, connection_type, server) (" + FAMILIES[1]
                        + "{server=\"cart\"})"))
                .containsExactly(
                        "{client:cart,connection_type:database,server:postgresql} 1",
                        "{client:frontend,server:cart} 1");
    }

    @Test
    void givesTheTable() {
        assertThat(query("topk(5, sum(rate(traces_spanmetrics_calls_total{span_kind=\"SPAN_KIND_SERVER\"}"
                        + "[$__range])) by (span_name))"))
                .containsExactlyInAnyOrder("{span_name:GET /} 0.02", "{span_name:GET /cart} 0.02");
        assertThat(query("topk(5, sum(rate(traces_spanmetrics_calls_total{status_code=\"STATUS_CODE_ERROR\","
                        + "span_name=~\"GET /|GET /cart\"}[$__range])) by (span_name))"))
                .containsExactly("{span_name:GET /cart} 0.01");
        // 0.5 s each, in the bucket from 0.256 to 0.512.
        assertThat(query("histogram_quantile(.9, sum(rate(traces_spanmetrics_latency_bucket{span_name=~\"GET /\"}"
                        + "[$__range])) by (le))"))
                .containsExactly("{} 0.48640000000000005");
        assertThat(query("histogram_quantile(0.9, sum(rate(traces_service_graph_request_server_seconds_bucket"
                        + "{client=\"frontend\", server=\"cart\"}[$__range])) by (le, client, server))"))
                .containsExactly("{client:frontend,server:cart} 0.19");
    }

    @Test
    void countsASpanInTheRangeItStartsIn() {
        String path = "/api/v1/query_range?query="
                + encoded("sum by (server) (increase(traces_service_graph_request_total{client=\"user\"}[1s]))")
                + "&start=" + T + "&end=" + (T + 2) + "&step=1";
        assertThat(data(running.get(path)).toString().replace("\"", ""))
                .isEqualTo("{resultType:matrix,result:[{metric:{server:frontend},values:[[" + T + ",1],[" + (T + 1)
                        + ",1]]}]}");
    }

    /// One scan over the range finds what a question for each step finds.
    @Test
    void answersARangeAsEachOfItsSteps() {
        List<String> queries = List.of(
                "sum by (client, server) (rate(traces_service_graph_request_total[3s]))",
                "rate(traces_spanmetrics_latency_bucket[7s])",
                "increase(traces_spanmetrics_size_total[2s])",
                "rate(traces_service_graph_request_server_seconds_sum[10m])",
                "histogram_quantile(0.9, sum(rate(traces_spanmetrics_latency_bucket[5s])) by (le, span_name))",
                "topk(2, sum(rate(traces_spanmetrics_calls_total[4s])) by (span_name))",
                "traces_service_graph_request_failed_total",
                "rate(traces_spanmetrics_calls_total[1s]) or rate(traces_spanmetrics_calls_total[9s])",
                "1 + 1");
        for (String query : queries) {
            for (String step : List.of("1", "0.7", "2.5", "13")) {
                check(query, T - 3, T + 40, step);
            }
        }
    }

    private static void check(String query, long start, long end, String step) {
        JsonNode whole = data(running.get("/api/v1/query_range?query=" + encoded(query) + "&start=" + start + "&end="
                        + end + "&step=" + step))
                .get("result");
        Map<String, String> found = new TreeMap<>();
        for (JsonNode one : whole) {
            for (JsonNode point : one.get("values")) {
                found.put(
                        point.get(0).asText() + one.get("metric"), point.get(1).asText());
            }
        }
        Map<String, String> expected = new TreeMap<>();
        for (BigDecimal at = BigDecimal.valueOf(start);
                at.compareTo(BigDecimal.valueOf(end)) <= 0;
                at = at.add(new BigDecimal(step))) {
            JsonNode answer = data(running.get("/api/v1/query?query=" + encoded(query) + "&time=" + at));
            JsonNode result = answer.get("result");
            if (answer.get("resultType").asText().equals("scalar")) {
                expected.put(result.get(0).asText() + "{}", result.get(1).asText());
                continue;
            }
            for (JsonNode one : result) {
                expected.put(
                        one.get("value").get(0).asText() + one.get("metric"),
                        one.get("value").get(1).asText());
            }
        }
        assertThat(found).as(query + " by " + step).isEqualTo(expected);
        assertThat(found.isEmpty() && step.equals("1")).as(query).isFalse();
    }

    @Test
    void answersWhatGrafanaChecks() {
        String window = "&start=" + T + "&end=" + (T + RANGE);
        String present = encoded("{__name__=~\"traces_service_graph_request_server_seconds_sum"
                + "|traces_service_graph_request_total|traces_service_graph_request_failed_total\"}");
        assertThat(data(running.get("/api/v1/labels?match[]=" + present + window))
                        .toString())
                .isEqualTo("[\"__name__\",\"client\",\"connection_type\",\"server\"]");
        assertThat(data(running.get("/api/v1/label/client/values?match[]=" + present + window))
                        .toString())
                .isEqualTo("[\"cart\",\"frontend\",\"user\"]");
        // There are no native histograms.
        assertThat(data(running.get(
                                "/api/v1/series?match[]=traces_service_graph_request_server_seconds&limit=1" + window))
                        .isEmpty())
                .isTrue();
        assertThat(data(running.get("/api/v1/series?match[]=traces_service_graph_request_total&limit=1" + window))
                        .toString())
                .isEqualTo("[{\"__name__\":\"traces_service_graph_request_total\",\"client\":\"cart\","
                        + "\"connection_type\":\"database\",\"server\":\"postgresql\"}]");
        assertThat(data(running.get("/api/v1/label/__name__/values?start=" + T + "&end=" + (T + RANGE))))
                .hasSize(14);
        assertThat(data(running.get("/api/v1/query?query=1%2B1&time=4")).toString())
                .isEqualTo("{\"resultType\":\"scalar\",\"result\":[4,\"2\"]}");
        assertThat(data(running.get("/api/v1/status/buildinfo")).get("version").asText())
                .isEqualTo("2.42.0");
        assertThat(data(running.get("/api/v1/metadata"))
                        .get("traces_spanmetrics_latency")
                        .toString())
                .contains("\"type\":\"histogram\"");
        assertThat(data(running.get("/api/v1/rules")).toString()).isEqualTo("{\"groups\":[]}");
    }

    @Test
    void takesAFormToo() {
        URI url = running.server.apiUrl().resolve("/api/v1/query");
        String form = "query=" + encoded("sum(increase(traces_spanmetrics_calls_total[100s]))") + "&time=" + (T + 99);
        HttpResponse<String> response =
                running.post(url, "application/x-www-form-urlencoded", form.getBytes(StandardCharsets.UTF_8));
        assertThat(data(response).get("result").get(0).get("value").get(1).asText())
                .isEqualTo("14");
    }

    @Test
    void saysWhatIsSupported() {
        assertThat(error("deriv(traces_spanmetrics_calls_total[5m])", 400))
                .startsWith("function 'deriv' is not supported (supported: functions abs, absent,");
        assertThat(error("rate(traces_spanmetrics_calls_total)", 400))
                .isEqualTo("parse error: expected type range vector in call to 'rate', got instant vector");
        assertThat(error("sum(rate(traces_spanmetrics_calls_total[5m]", 400))
                .isEqualTo("1:44: parse error: the end (expected: ')')");
        assertThat(error("1 > 2", 400)).contains("must use BOOL modifier");
        assertThat(error("1 and 2", 400)).contains("not allowed in binary scalar expression");
        assertThat(error("sum(1d)", 400)).contains("parse error");
        assertThat(error("traces_spanmetrics_calls_total{a=~\"(\"}", 400)).contains("is no regular expression");
        assertThat(error("traces_spanmetrics_calls_total[5m]", 400)).startsWith("a range vector is no answer");
        assertThat(error("(".repeat(60) + "1" + ")".repeat(60), 400)).contains("in one another");
        assertThat(json(running.get("/api/v1/query")).toString())
                .isEqualTo("{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":"
                        + "\"invalid parameter \\\"query\\\": it is missing\"}");
    }

    @Test
    void refusesWhatTheSeriesDoNotFit() {
        for (String query : List.of(
                "traces_spanmetrics_calls_total / on () traces_spanmetrics_calls_total",
                "rate({__name__=~\"traces_spanmetrics_.*\"}[2m])",
                "label_replace(traces_spanmetrics_calls_total, \"a b\", \"\", \"\", \"\")")) {
            HttpResponse<String> response =
                    running.get("/api/v1/query?query=" + encoded(query) + "&time=" + (T + RANGE));
            assertThat(response.statusCode()).as(query).isEqualTo(422);
            assertThat(json(response).get("errorType").asText()).isEqualTo("execution");
        }
    }

    @Test
    void calculatesWithSeries() {
        assertThat(query("sum(increase(traces_service_graph_request_failed_total[$__range]))"
                        + " / sum(increase(traces_service_graph_request_total[$__range]))"))
                .containsExactly("{} 0.125");
        assertThat(query("sum by (service) (increase(traces_spanmetrics_latency_sum{service=\"cart\"}[$__range]))"
                        + " / sum by (service) (increase(traces_spanmetrics_latency_count[$__range]))"))
                .containsExactly("{service:cart} 0.125");
        assertThat(query("max_over_time(sum(increase(traces_service_graph_request_total[10s]))[2m:10s])"))
                .containsExactly("{} 5");
        assertThat(query("up")).containsExactly("{__name__:up,instance:rubato,job:rubato} 1");
        assertThat(query("absent(up)")).isEmpty();
        assertThat(query("absent(nobody{a=\"b\"})")).containsExactly("{a:b} 1");
        assertThat(query("vector(2) + 1")).containsExactly("{} 3");
    }

    @Test
    void isFederated() {
        assertThat(running.get("/federate?match[]=up&match[]=%7Bjob%3D%22rubato%22%7D")
                        .body())
                .matches("# TYPE up untyped\nup\\{instance=\"rubato\",job=\"rubato\"} 1 [0-9]{13}\n");
        assertThat(running.get("/federate").body()).isEmpty();
        assertThat(running.get("/federate?match[]=1").statusCode()).isEqualTo(400);
    }

    @Test
    void answersProbesAndFormats() {
        assertThat(running.get("/-/healthy").statusCode()).isEqualTo(200);
        assertThat(running.get("/-/ready").statusCode()).isEqualTo(200);
        assertThat(data(running.get(
                                "/api/v1/format_query?query=" + encoded("sum(up)by(a)/on(a) group_left up - 2e3*up")))
                        .asText())
                .isEqualTo("sum by (a) (up) / on (a) group_left () up - 2000 * up");
    }

    private static String error(String query, int status) {
        HttpResponse<String> response = running.get("/api/v1/query?query=" + encoded(query));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode answer = json(response);
        assertThat(answer.properties().stream().map(field -> field.getKey()))
                .containsExactly("status", "errorType", "error");
        assertThat(answer.get("errorType").asText()).isEqualTo("bad_data");
        return answer.get("error").asText();
    }
}
