package io.rubato.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rubato.server.Running;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// Asks as Grafana's data source does: parameters sorted and encoded as Go does it, its headers, answers read strictly.
record Client(Running running) {
    private static final String[] HEADERS = {
        "accept",
        "application/json",
        "user-agent",
        "Grafana/12.3.0",
        "x-scope-orgid",
        "shop",
        "authorization",
        "Basic eDp5"
    };

    /// A path with parameters, given as names and values.
    static String path(String path, Object... parameters) {
        Map<String, String> sorted = new TreeMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            sorted.put((String) parameters[i], parameters[i + 1].toString());
        }
        StringBuilder all = new StringBuilder(path);
        sorted.forEach((name, value) -> all.append(all.indexOf("?") < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return all.toString();
    }

    /// The answer, of the type named.
    JsonNode json(String type, String path, Object... parameters) {
        HttpResponse<String> answer = running.get(path(path, parameters), HEADERS);
        assertThat(answer.statusCode())
                .as(path(path, parameters) + ": " + answer.body())
                .isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type").orElseThrow()).startsWith("application/json");
        return StrictJson.read(answer.body(), type);
    }

    JsonNode search(Object... parameters) {
        JsonNode found = json("SearchResponse", "/api/search", parameters);
        for (JsonNode trace : found.get("traces")) {
            // One view reads the first, another only the second.
            assertThat(trace.get("spanSet")).isEqualTo(trace.at("/spanSets/0")).isNotNull();
        }
        return found;
    }

    JsonNode range(Object... parameters) {
        return json("QueryRangeResponse", "/api/metrics/query_range", parameters);
    }

    JsonNode instant(Object... parameters) {
        return json("QueryInstantResponse", "/api/metrics/query", parameters);
    }

    /// The text of a refusal, which the user is shown.
    String refused(int status, String path, Object... parameters) {
        HttpResponse<String> answer = running.get(path(path, parameters), HEADERS);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type").orElseThrow()).startsWith("text/plain");
        assertThat(answer.body()).isNotBlank().doesNotContainIgnoringCase("<html");
        return answer.body();
    }

    byte[] protobuf(int status, String path, Object... parameters) {
        HttpResponse<byte[]> answer = running.get(
                path(path, parameters),
                BodyHandlers.ofByteArray(),
                "accept",
                "application/protobuf",
                HEADERS[2],
                HEADERS[3]);
        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 200) {
            assertThat(answer.headers().firstValue("content-type")).hasValue("application/protobuf");
        }
        return answer.body();
    }

    /// A label's value with its type, as in `stringValue:shop`; empty when the series has none of that key.
    static String label(JsonNode series, String key) {
        for (JsonNode label : series.get("labels")) {
            if (label.get("key").asText().equals(key)) {
                Map.Entry<String, JsonNode> value =
                        label.get("value").properties().iterator().next();
                return value.getKey() + ":" + value.getValue().asText();
            }
        }
        return "";
    }

    static double sum(JsonNode series) {
        double sum = 0;
        for (JsonNode sample : series.get("samples")) {
            sum += sample.path("value").asDouble(0);
        }
        return sum;
    }

    /// Each series has points on multiples of the step only, one after the other without a gap when it is one that is
    /// filled with zeros; the first ends where the range begins or before, the last where it ends or after.
    static void aligned(JsonNode answer, long start, long end, long step, boolean filled) {
        for (JsonNode series : answer.get("series")) {
            long before = -1;
            for (JsonNode sample : series.get("samples")) {
                long at = sample.get("timestampMs").asLong();
                assertThat(at % (1_000 * step)).as("%s", sample).isZero();
                assertThat(before == -1 || (filled ? at == before + 1_000 * step : at > before))
                        .isTrue();
                assertThat(at).isBetween(start / step * step * 1_000, (end + step - 1) / step * step * 1_000);
                before = at;
            }
            if (filled) {
                assertThat(series.at("/samples/0/timestampMs").asLong()).isEqualTo(start / step * step * 1_000);
                assertThat(before).isEqualTo((end + step - 1) / step * step * 1_000);
            }
        }
    }
}
