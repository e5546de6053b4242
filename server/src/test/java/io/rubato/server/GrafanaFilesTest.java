package io.rubato.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The files for Grafana: they name each other rightly, and every query in them is answered.
class GrafanaFilesTest {
    private static final Path FILES = Path.of("..", "deploy", "grafana");

    @TempDir
    private Path directory;

    @Test
    void dataSourcesNameEachOtherRightly() throws Exception {
        List<Map<?, ?>> sources =
                list(yaml("provisioning/datasources/rubato.yaml").get("datasources"));
        Map<?, ?> tempo = sources.getFirst();
        assertThat(tempo.get("type")).isEqualTo("tempo");
        assertThat(tempo.get("url")).isEqualTo("http://localhost:3200");
        Map<?, ?> settings = map(tempo.get("jsonData"));
        Map<String, String> types = new HashMap<>();
        sources.forEach(source -> types.put(String.valueOf(source.get("uid")), String.valueOf(source.get("type"))));
        assertThat(types.get(String.valueOf(map(settings.get("serviceMap")).get("datasourceUid"))))
                .isEqualTo("prometheus");
        assertThat(types.get(String.valueOf(map(settings.get("tracesToLogsV2")).get("datasourceUid"))))
                .isEqualTo("loki");
        assertThat(map(settings.get("traceQuery")).get("timeShiftEnabled")).isEqualTo(false);
        assertThat(map(settings.get("spanBar")).get("tag")).isNotNull();
        assertThat(list(yaml("provisioning/dashboards/rubato.yaml").get("providers")))
                .hasSize(1);
    }

    @Test
    void everyQueryOfTheDashboardIsAnswered() throws Exception {
        JsonNode dashboard = new ObjectMapper()
                .readTree(FILES.resolve("dashboards/rubato-overview.json").toFile());
        Set<Integer> ids = new HashSet<>();
        List<JsonNode> targets = new ArrayList<>();
        dashboard.get("panels").forEach(panel -> {
            assertThat(ids.add(panel.get("id").asInt())).isTrue();
            panel.path("targets").forEach(targets::add);
        });
        assertThat(targets).hasSizeGreaterThan(8);
        try (Running running = Running.over(Running.config(directory, ""), () -> SmallBlocks.open(directory))) {
            running.server.awaitReady();
            for (JsonNode target : targets) {
                assertThat(target.at("/datasource/uid").asText()).isEqualTo("rubato");
                String query = target.get("query").asText();
                String path = query.contains("select(") ? "/api/search" : "/api/metrics/query_range";
                HttpResponse<String> answer = running.get(path + "?start=" + SmallBlocks.SECOND + "&end="
                        + (SmallBlocks.SECOND + 60) + "&q="
                        + URLEncoder.encode(query.replace("$service", ".+"), StandardCharsets.UTF_8));
                assertThat(answer.statusCode()).as(query + ": " + answer.body()).isEqualTo(200);
                if (query.contains("nestedSetParent < 0) } | rate")) {
                    assertThat(answer.body())
                            .contains("\"resource.service.name\"")
                            .contains("shop");
                }
            }
            String variable = dashboard.at("/templating/list/0/query/label").asText();
            assertThat(running.get("/api/v2/search/tag/" + variable + "/values").body())
                    .contains("shop");
        }
    }

    private static Map<?, ?> yaml(String file) throws IOException {
        return map(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(FILES.resolve(file))));
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return (Map<?, ?>) Objects.requireNonNull(value);
    }

    private static List<Map<?, ?>> list(@Nullable Object value) {
        List<Map<?, ?>> maps = new ArrayList<>();
        ((List<?>) Objects.requireNonNull(value)).forEach(each -> maps.add(map(each)));
        return maps;
    }
}
