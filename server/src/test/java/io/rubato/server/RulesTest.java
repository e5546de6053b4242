package io.rubato.server;

import static io.rubato.server.RuleServer.MINUTE;
import static io.rubato.server.RuleServer.T;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rubato.server.config.RuleSettings;
import io.rubato.storage.Compression;
import io.rubato.storage.IngestLimits;
import io.rubato.storage.IngestResult;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanStore;
import io.rubato.storage.StoreOptions;
import io.rubato.storage.StoreStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rules over a real store, by a clock that stands still until it is moved.
class RulesTest {
    private static final String ERRORS = """
            groups:
              - name: errors
                rules:
                  - record: service:errors:rate
                    expr: '{ status = error } | rate() by(resource.service.name)'
                    labels: {team: serving}
                  - alert: Errors
                    expr: '{ status = error } | rate() by(resource.service.name) > 0.04'
                    for: 2m
            """;
    private static final String SHOP_ERRORS = "ALERTS{alertname=\"Errors\",alertstate=\"%s\",service_name=\"shop\"}";

    @TempDir
    private Path directory;

    private Path rules(String text) throws IOException {
        return Files.writeString(directory.resolve("rules.yaml"), text);
    }

    private RuleServer start(Path rules) {
        return new RuleServer(directory.resolve("data"), T, rules, List.of());
    }

    @Test
    void numbersAreRecordedAsSeries() throws IOException {
        try (RuleServer server = start(rules(ERRORS))) {
            server.evaluated(T);
            assertThat(server.metrics("service:errors:rate")).isEmpty();
            // Both edges: the first does not count, the last does.
            server.send(T, "shop", true, 100);
            server.send(T.plusNanos(1), "shop", true, 5);
            server.send(T.plus(MINUTE), "shop", true, 1);
            server.send(T.plusSeconds(30), "cart", true, 3);
            server.send(T.plusSeconds(30), "cart", false, 9);
            server.minute();
            assertThat(server.metrics("service:errors:rate"))
                    .isEqualTo(Map.of(
                            "service:errors:rate{service_name=\"shop\",team=\"serving\"}", "0.1",
                            "service:errors:rate{service_name=\"cart\",team=\"serving\"}", "0.05"));
            server.minute();
            assertThat(server.metrics("service:errors:rate")).isEmpty();
            String group = "{rule_group=\"" + directory.resolve("rules.yaml") + ";errors\"}";
            assertThat(server.metrics())
                    .containsEntry("rubato_rule_evaluations_total" + group, "6")
                    .containsEntry("rubato_rule_evaluation_failures_total" + group, "0")
                    .containsEntry("rubato_rule_group_iterations_missed_total" + group, "0")
                    .containsEntry("rubato_rule_group_rules" + group, "2")
                    .containsKey("rubato_rule_group_last_duration_seconds" + group);
        }
    }

    @Test
    void windowAndOffsetSayWhichSpansCount() throws IOException {
        Path file = rules("""
                groups:
                  - name: windows
                    query_offset: 10s
                    rules:
                      - {record: of_the_group, expr: '{} | count_over_time()'}
                      - {record: of_the_rule, expr: '{} | count_over_time()', window: 5m}
                """);
        try (RuleServer server = start(file)) {
            server.send(T.minusSeconds(130), "shop", false, 4);
            server.send(T.plusSeconds(50), "shop", false, 2);
            server.send(T.plusSeconds(51), "shop", false, 1);
            server.minute();
            assertThat(server.metrics()).containsEntry("of_the_group", "2").containsEntry("of_the_rule", "6");
        }
    }

    @Test
    void nothingDividedByNothingIsNoSeries() throws IOException {
        Path file = rules("""
                groups:
                  - name: ratio
                    rules: [{record: ratio, expr: '({ status = error } | rate()) / ({} | rate())'}]
                """);
        try (RuleServer server = start(file)) {
            server.evaluated(T);
            assertThat(server.metrics("ratio")).isEmpty();
            server.send(T.plusSeconds(1), "shop", true, 1);
            server.send(T.plusSeconds(1), "shop", false, 3);
            server.minute();
            assertThat(server.metrics()).containsEntry("ratio", "0.25");
            assertThat(server.metrics("rubato_rule_evaluation_failures_total").values())
                    .containsExactly("0");
        }
    }

    @Test
    void anAlertIsPendingThenFiring() throws IOException {
        try (RuleServer server = start(rules(ERRORS))) {
            server.evaluated(T);
            for (int minute = 0; minute < 3; minute++) {
                server.send(server.clock.now().plusSeconds(1), "shop", true, 6);
                server.send(server.clock.now().plusSeconds(1), "cart", true, 1);
                server.minute();
                String state = minute < 2 ? "pending" : "firing";
                assertThat(server.metrics("ALERTS"))
                        .as("minute %s", minute)
                        .isEqualTo(Map.of(SHOP_ERRORS.formatted(state), "1"));
            }
            server.minute();
            assertThat(server.metrics("ALERTS")).isEmpty();
        }
    }

    @Test
    void aPendingAlertThatGoesStartsAnew() throws IOException {
        try (RuleServer server = start(rules(ERRORS))) {
            server.evaluated(T);
            for (boolean errors : new boolean[] {true, true, false, true, true}) {
                server.send(server.clock.now().plusSeconds(1), "shop", errors, 6);
                server.minute();
                assertThat(server.metrics("ALERTS").keySet())
                        .isEqualTo(errors ? java.util.Set.of(SHOP_ERRORS.formatted("pending")) : java.util.Set.of());
            }
        }
    }

    @Test
    void aRestartKnowsSinceWhenAnAlertIsPending() throws IOException {
        Path file = rules(ERRORS);
        try (RuleServer server = start(file)) {
            server.evaluated(T);
            for (int minute = 0; minute < 2; minute++) {
                server.send(server.clock.now().plusSeconds(1), "shop", true, 6);
                server.minute();
            }
            server.send(server.clock.now().plusSeconds(1), "shop", true, 6);
        }
        try (RuleServer server =
                new RuleServer(directory.resolve("data"), T.plus(MINUTE.multipliedBy(3)), file, List.of())) {
            server.evaluated(T.plus(MINUTE.multipliedBy(3)));
            assertThat(server.metrics("ALERTS")).isEqualTo(Map.of(SHOP_ERRORS.formatted("firing"), "1"));
            assertThat(alert(server).get("activeAt").textValue())
                    .isEqualTo(T.plus(MINUTE).toString());
        }
    }

    private static JsonNode alert(RuleServer server) throws IOException {
        return json(server).at("/data/groups/0/rules/1/alerts/0");
    }

    private static JsonNode json(RuleServer server) throws IOException {
        return new ObjectMapper()
                .readTree(server.running.get("/api/rubato/rules").body());
    }

    @Test
    void theStateOfAllRulesIsJson() throws IOException {
        try (RuleServer server = start(rules(ERRORS))) {
            server.evaluated(T);
            server.send(T.plusSeconds(1), "shop", true, 6);
            server.minute();
            JsonNode json = json(server);
            assertThat(json.has("warnings")).isFalse();
            JsonNode group = json.at("/data/groups/0");
            ((com.fasterxml.jackson.databind.node.ObjectNode) group).remove("evaluationTime");
            group.get("rules").forEach(rule -> {
                assertThat(rule.get("evaluationTime").isNumber()).isTrue();
                ((com.fasterxml.jackson.databind.node.ObjectNode) rule).remove("evaluationTime");
            });
            String expected = """
                    {"status":"success","data":{"groups":[{"name":"errors","file":"FILE","interval":60.0,
                    "queryOffset":0.0,"limit":0,"rules":[
                    {"name":"service:errors:rate","query":"{ status = error } | rate() by(resource.service.name)",
                     "window":60.0,"labels":{"team":"serving"},"type":"recording","health":"ok",
                     "lastEvaluation":"TIME"},
                    {"name":"Errors","query":"{ status = error } | rate() by(resource.service.name) > 0.04",
                     "window":60.0,"duration":120.0,"keepFiringFor":0.0,"labels":{},"annotations":{},
                     "state":"pending","alerts":[{"labels":{"alertname":"Errors","service_name":"shop"},
                      "annotations":{},"state":"pending","activeAt":"TIME","value":"0.1"}],
                     "type":"alerting","health":"ok","lastEvaluation":"TIME"}],
                    "lastEvaluation":"TIME"}]}}
                    """.replace(
                            "FILE", directory.resolve("rules.yaml").toString())
                    .replace("TIME", T.plus(MINUTE).toString());
            assertThat(json).isEqualTo(new ObjectMapper().readTree(expected));
        }
    }

    @Test
    void whatWasMissedIsCountedAndNotMadeUpFor() throws IOException {
        try (RuleServer server = start(rules(ERRORS))) {
            server.evaluated(T);
            server.send(T.plusSeconds(241), "shop", true, 6);
            server.clock.move(MINUTE.multipliedBy(5));
            server.evaluated(T.plus(MINUTE.multipliedBy(5)));
            assertThat(server.metrics("rubato_rule_group_iterations_missed_total")
                            .values())
                    .containsExactly("4");
            assertThat(server.metrics("rubato_rule_evaluations_total").values()).containsExactly("4");
            assertThat(server.metrics("service:errors:rate").values()).containsExactly("0.1");
        }
    }

    @Test
    void aSlowRuleHoldsNoOtherGroupBack() throws IOException {
        Path file = rules("""
                groups:
                  - name: slow
                    rules: [{record: slow, expr: '{} | rate()'}]
                  - name: quick
                    rules: [{record: quick, expr: '{} | count_over_time()'}]
                """);
        CountDownLatch free = new CountDownLatch(1);
        try (RuleServer server = new RuleServer(
                directory.resolve("data"),
                T,
                file,
                List.of(),
                store -> new SlowStore(store, "rubato-rules-slow", free))) {
            for (int minute = 0; minute < 3; minute++) {
                server.send(server.clock.now().plusSeconds(1), "shop", true, minute + 1);
                server.clock.move(MINUTE);
                String count = Integer.toString(minute + 1);
                Await.until(
                        "a count of " + count,
                        () -> count.equals(server.metrics().get("quick")));
                assertThat(server.metrics("slow")).isEmpty();
            }
            free.countDown();
            server.evaluated(T.plus(MINUTE.multipliedBy(3)));
            assertThat(server.metrics("slow")).hasSize(1);
            assertThat(server.metrics("rubato_rule_group_iterations_missed_total")
                            .entrySet())
                    .filteredOn(each -> each.getKey().contains(";slow"))
                    .extracting(Map.Entry::getValue)
                    .containsExactly("2");
        }
    }

    /// Makes one thread wait for its snapshot.
    private record SlowStore(SpanStore store, String slow, CountDownLatch free) implements SpanStore {
        @Override
        public CompletableFuture<IngestResult> ingest(Compression compression, byte[] body, int offset, int length) {
            return store.ingest(compression, body, offset, length);
        }

        @Override
        public Snapshot snapshot() {
            if (Thread.currentThread().getName().equals(slow)) {
                try {
                    free.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return store.snapshot();
        }

        @Override
        public void bound(IngestLimits limits, StoreOptions.Retention retention) {
            store.bound(limits, retention);
        }

        @Override
        public StoreStatus status() {
            return store.status();
        }

        @Override
        public void close() {
            store.close();
        }
    }

    @Test
    void aRuleThatGivesTooMuchFailsAndShowsNothing() throws IOException {
        Path file = rules("""
                groups:
                  - name: limited
                    limit: 1
                    rules: [{record: rates, expr: '{} | rate() by(resource.service.name)'}]
                """);
        try (RuleServer server = start(file)) {
            server.send(T.plusSeconds(1), "shop", false, 6);
            server.minute();
            assertThat(server.metrics("rates")).hasSize(1);
            server.send(T.plusSeconds(61), "shop", false, 6);
            server.send(T.plusSeconds(61), "cart", false, 6);
            server.minute();
            assertThat(server.metrics("rates")).isEmpty();
            assertThat(server.metrics("rubato_rule_evaluation_failures_total").values())
                    .containsExactly("1");
            JsonNode rule = json(server).at("/data/groups/0/rules/0");
            assertThat(rule.get("health").textValue()).isEqualTo("err");
            assertThat(rule.get("lastError").textValue())
                    .isEqualTo("gives 2 series, expected at most 1, the limit of the group");
        }
    }

    @Test
    void aSeriesOfTwoRulesIsThatOfTheFirst() throws IOException {
        Path file = rules("""
                groups:
                  - name: twice
                    rules:
                      - {record: same, expr: '{} | count_over_time()'}
                      - {record: same, expr: '{} | rate()'}
                """);
        try (RuleServer server = start(file)) {
            server.send(T.plusSeconds(1), "shop", false, 6);
            server.minute();
            assertThat(server.metrics()).containsEntry("same", "6").containsEntry("rubato_rule_series_clashing", "1");
        }
    }

    @Test
    void aFileThatChangesIsReadAgain() throws IOException {
        Path file = rules(ERRORS);
        try (RuleServer server = start(file)) {
            server.evaluated(T);
            server.send(T.plusSeconds(1), "shop", true, 6);
            server.minute();
            rules(ERRORS.replace("for: 2m", "fro: 2m"));
            server.look();
            Await.until("told", () -> "0".equals(server.metrics().get("rubato_rules_last_reload_successful")));
            assertThat(json(server).at("/warnings/0").textValue())
                    .startsWith(file + ":9: groups[0].rules[1].fro is unknown, expected one of alert, ")
                    .endsWith("; did you mean for?");
            assertThat(server.metrics("ALERTS")).containsOnlyKeys(SHOP_ERRORS.formatted("pending"));

            rules(ERRORS.replace("team: serving", "team: payments"));
            server.look();
            Await.until(
                    "read",
                    () -> server.metrics().containsKey("service:errors:rate{service_name=\"shop\",team=\"payments\"}"));
            assertThat(json(server).has("warnings")).isFalse();
            // The other rule has not changed, so its alert goes on.
            assertThat(alert(server).get("activeAt").textValue())
                    .isEqualTo(T.plus(MINUTE).toString());

            rules("groups: []");
            server.look();
            Await.until("gone", () -> server.metrics("rubato_rule_group_rules").isEmpty());
            assertThat(server.metrics("ALERTS")).isEmpty();
        }
    }

    @Test
    void aNewRuleLooksAtThePast() throws IOException {
        Path file = rules("groups: []");
        try (RuleServer server = start(file)) {
            for (int minute = 0; minute < 3; minute++) {
                server.send(server.clock.now().plusSeconds(1), "shop", true, 6);
                server.clock.move(MINUTE);
            }
            rules(ERRORS);
            server.look();
            Await.until("read", () -> !server.metrics("ALERTS").isEmpty());
            assertThat(server.metrics("ALERTS")).containsOnlyKeys(SHOP_ERRORS.formatted("firing"));
        }
    }

    @Test
    void aWrongFileStopsTheStartWithOneLine() throws IOException {
        Path file = rules("groups:\n  - nam: errors\n");
        var config = Running.config(directory, "");
        RuleSettings usual = config.rules();
        var wrong = config.withRules(new RuleSettings(
                List.of(file),
                usual.evaluationInterval(),
                usual.queryOffset(),
                usual.alertmanagers(),
                usual.resendDelay(),
                usual.notificationTimeout(),
                ""));
        assertThatThrownBy(() -> RubatoServer.start(wrong, MemoryStore::new))
                .isInstanceOf(StartException.class)
                .hasMessage(
                        file + ":2: groups[0].nam is unknown, expected one of name, source_tenants, interval, window,"
                                + " query_offset, limit, labels, rules; did you mean name?");
    }
}
