package io.rubato.server;

import static io.rubato.server.RuleServer.MINUTE;
import static io.rubato.server.RuleServer.T;
import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.server.FakeAlertmanager.Taken;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Alertmanagers are told; resent after three minutes.
class RuleNotificationsTest {
    private static final String QUERY = "{ status = error } | rate() by(resource.service.name) > 0.04";
    private static final String RULES = """
            groups:
              - name: errors
                labels: {team: serving}
                rules:
                  - alert: Errors
                    expr: 'QUERY'
                    keep_firing_for: KEEP
                    labels: {severity: page, where: '{{ $labels.service_name }}!'}
                    annotations:
                      summary: '{{$labels.service_name}} has {{ $value }} errors a second'
            """;
    private static final Map<String, String> LABELS = Map.of(
            "alertname", "Errors", "service_name", "shop", "severity", "page", "team", "serving", "where", "shop!");

    @TempDir
    private Path directory;

    private FakeAlertmanager alertmanager = new FakeAlertmanager(0);

    @BeforeEach
    void fresh() {
        assertThat(alertmanager.taken).isEmpty();
    }

    @AfterEach
    void noFaults() {
        alertmanager.close();
        assertThat(alertmanager.faults).isEmpty();
    }

    private RuleServer start(String keep, URI... alertmanagers) throws IOException {
        Path file = Files.writeString(
                directory.resolve("rules.yaml"), RULES.replace("QUERY", QUERY).replace("KEEP", keep));
        RuleServer server = new RuleServer(directory.resolve("data"), T, file, List.of(alertmanagers));
        server.evaluated(T);
        return server;
    }

    private static void errors(RuleServer server, int count) {
        server.send(server.clock.now().plusSeconds(1), "shop", true, count);
        server.minute();
    }

    private static Instant minute(int number) {
        return T.plus(MINUTE.multipliedBy(number));
    }

    private Taken taken(int number) {
        Await.until("notification " + number, () -> alertmanager.taken.size() >= number);
        assertThat(alertmanager.taken).hasSize(number);
        return alertmanager.taken.getLast();
    }

    @Test
    void anAlertIsToldWhenItFiresThenAgainAndWhenItIsResolved() throws IOException {
        try (RuleServer server = start("0s", alertmanager.url())) {
            errors(server, 6);
            String link = server.running.server.apiUrl() + "/?q=" + URLEncoder.encode(QUERY, StandardCharsets.UTF_8);
            // It lasts for four times what lies between two notifications.
            assertThat(taken(1))
                    .isEqualTo(new Taken(
                            LABELS, Map.of("summary", "shop has 0.1 errors a second"), minute(1), minute(13), link));
            errors(server, 3);
            errors(server, 3);
            errors(server, 12);
            assertThat(taken(2))
                    .isEqualTo(new Taken(
                            LABELS, Map.of("summary", "shop has 0.2 errors a second"), minute(1), minute(16), link));
            server.minute();
            assertThat(taken(3))
                    .isEqualTo(new Taken(
                            LABELS, Map.of("summary", "shop has 0.2 errors a second"), minute(1), minute(5), link));
            assertThat(server.metrics("ALERTS")).isEmpty();
            // It fires again: another alert.
            errors(server, 6);
            assertThat(taken(4).startsAt()).isEqualTo(minute(6));
            String sent = "rubato_alerts_sent_total{alertmanager=\"" + alertmanager.url() + "\"}";
            Await.until("four sent", () -> "4".equals(server.metrics().get(sent)));
        }
    }

    @Test
    void aResolvedAlertIsToldForAQuarterOfAnHour() throws IOException {
        try (RuleServer server = start("0s", alertmanager.url())) {
            errors(server, 6);
            taken(1);
            for (int minute = 2; minute <= 30; minute++) {
                server.minute();
                // At once, then every three minutes while it is remembered.
                int told = minute <= 17 ? 2 + (minute - 2) / 3 : 7;
                taken(told);
            }
            assertThat(alertmanager.taken.getLast().endsAt()).isEqualTo(minute(2));
        }
    }

    @Test
    void anAlertGoesOnForAsLongAsItIsTold() throws IOException {
        try (RuleServer server = start("2m", alertmanager.url())) {
            errors(server, 6);
            taken(1);
            server.minute();
            server.minute();
            assertThat(server.metrics("ALERTS")).hasSize(1);
            // Back in time: it never was away.
            errors(server, 6);
            assertThat(taken(2).startsAt()).isEqualTo(minute(1));
            server.minute();
            server.minute();
            assertThat(server.metrics("ALERTS")).hasSize(1);
            server.minute();
            assertThat(server.metrics("ALERTS")).isEmpty();
            assertThat(taken(3).endsAt()).isEqualTo(minute(7));
        }
    }

    @Test
    void whatIsNotTakenIsTriedAgainAfterLongerAndLongerPauses() throws IOException {
        alertmanager.status = 503;
        try (RuleServer server = start("0s", alertmanager.url())) {
            errors(server, 6);
            Await.until("a request", () -> alertmanager.requests.get() == 1);
            int tried = 1;
            for (int pause : new int[] {1, 2, 4, 8, 16}) {
                failed(server, alertmanager.url(), tried);
                assertThat(server.metrics("rubato_alerts_waiting").values()).containsExactly("1");
                Duration waited = stepUntil(server, ++tried);
                assertThat(waited).isEqualTo(Duration.ofSeconds(pause));
            }
            alertmanager.status = 200;
            stepUntil(server, ++tried);
            assertThat(taken(1).labels()).isEqualTo(LABELS);
            assertThat(server.metrics("rubato_alerts_send_failures_total").values())
                    .containsExactly("6");
            assertThat(server.metrics("rubato_alerts_dropped_total").values()).containsExactly("0");
        }
    }

    /// Moves the clock by half seconds until there is a request more; returns how far.
    private Duration stepUntil(RuleServer server, int requests) {
        Duration waited = Duration.ZERO;
        while (alertmanager.requests.get() < requests) {
            Await.until(
                    "waiting",
                    () -> server.clock.isAwaited("rubato-alertmanager") || alertmanager.requests.get() >= requests);
            if (alertmanager.requests.get() < requests) {
                server.clock.move(Duration.ofMillis(500));
                waited = waited.plusMillis(500);
            }
        }
        return waited;
    }

    @Test
    void oneThatIsDownHoldsNoOtherUp() throws IOException {
        int port;
        try (FakeAlertmanager gone = new FakeAlertmanager(0)) {
            port = gone.port();
        }
        URI down = URI.create("http://127.0.0.1:" + port + "/am");
        try (RuleServer server = start("0s", down, alertmanager.url())) {
            errors(server, 6);
            taken(1);
            failed(server, down, 1);
            server.minute();
            taken(2);
            failed(server, down, 2);
            try (FakeAlertmanager back = new FakeAlertmanager(port)) {
                server.clock.move(Duration.ofSeconds(30));
                Await.until("taken", () -> !back.taken.isEmpty());
                // The newest news only.
                assertThat(back.taken).hasSize(1);
                assertThat(back.taken.getFirst().endsAt()).isEqualTo(minute(2));
                assertThat(back.faults).isEmpty();
            }
        }
    }

    /// Waits until so many requests have failed and the next waits for its time.
    private static void failed(RuleServer server, URI alertmanager, int times) {
        String failures = "rubato_alerts_send_failures_total{alertmanager=\"" + alertmanager + "\"}";
        Await.until(
                times + " failures",
                () -> Integer.toString(times).equals(server.metrics().get(failures))
                        && server.clock.isAwaited("rubato-alertmanager"));
    }

    @Test
    void whatIsRefusedIsDroppedAndCounted() throws IOException {
        alertmanager.status = 400;
        try (RuleServer server = start("0s", alertmanager.url())) {
            errors(server, 6);
            Await.until(
                    "dropped",
                    () -> server.metrics("rubato_alerts_dropped_total").containsValue("1"));
            assertThat(server.metrics("rubato_alerts_send_failures_total").values())
                    .containsExactly("1");
            assertThat(server.metrics("rubato_alerts_waiting").values()).containsExactly("0");
            alertmanager.status = 200;
            errors(server, 6);
            errors(server, 6);
            errors(server, 6);
            assertThat(taken(1).startsAt()).isEqualTo(minute(1));
        }
    }

    @Test
    void manyAlertsGoInSeveralRequests() throws IOException {
        try (RuleServer server = start("0s", alertmanager.url())) {
            for (int i = 0; i < 150; i++) {
                server.send(server.clock.now().plusSeconds(1), "service-" + i, true, 3);
            }
            server.minute();
            taken(150);
            assertThat(alertmanager.requests.get()).isEqualTo(3);
            assertThat(alertmanager.taken.stream()
                            .map(each -> each.labels().get("service_name"))
                            .distinct())
                    .hasSize(150);
        }
    }
}
