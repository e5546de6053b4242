package io.rubato.tracing.w3c;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.rubato.tracing.channel.RawHttp;
import io.rubato.tracing.channel.Recorded;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The rules of the W3C Trace Context validation service at its strictest, played over HTTP against [CallbackService].
class ValidationRulesTest {
    private static final String TRACE = "12345678901234567890123456789012";
    private static final String SPAN = "1234567890123456";
    private static final String PARENT = "traceparent: 00-" + TRACE + "-" + SPAN + "-00";

    private static final List<Map<String, List<String>>> received = Collections.synchronizedList(new ArrayList<>());
    private static final Recorded recorded = new Recorded();
    private static HttpServer harness;
    private static CallbackService service;

    /// What came out of the service: one traceparent and the tracestate headers joined.
    private record Sent(String version, String traceId, String parentId, String flags, String state) {}

    @BeforeAll
    static void start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/callback", exchange -> {
            received.add(Map.copyOf(exchange.getRequestHeaders()));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        harness = server;
        service = new CallbackService(recorded.openTelemetry(), 0);
    }

    @AfterAll
    static void stop() {
        service.close();
        harness.stop(0);
        recorded.close();
    }

    @BeforeEach
    void forget() {
        received.clear();
    }

    private static List<Sent> call(int count, String... headerLines) throws IOException {
        String url = "http://127.0.0.1:" + harness.getAddress().getPort() + "/callback/";
        String body = IntStream.range(0, count)
                .mapToObj(i -> "{\"url\": \"" + url + i + "\", \"arguments\": []}")
                .collect(Collectors.joining(",", "[", "]"));
        String answer = RawHttp.exchange(service.port(), "POST /test", List.of(headerLines), body);
        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(received).hasSize(count);
        return received.stream().map(ValidationRulesTest::sent).toList();
    }

    private static Sent sent(Map<String, List<String>> headers) {
        List<String> parents = headers.getOrDefault("Traceparent", List.of());
        assertThat(parents).hasSize(1);
        String parent = parents.get(0);
        assertThat(parent).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[0-3]");
        String[] parts = parent.split("-");
        assertThat(parts[1]).isNotEqualTo("0".repeat(32));
        assertThat(parts[2]).isNotEqualTo("0".repeat(16));
        String state = String.join(",", headers.getOrDefault("Tracestate", List.of()));
        return new Sent(parts[0], parts[1], parts[2], parts[3], state);
    }

    @Test
    void makesAParentWhenThereIsNone() throws IOException {
        assertThat(call(1).get(0).flags()).isIn("01", "03");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "traceparent: 00-%s-%s-01",
                "TraceParent: 00-%s-%s-01",
                "TrAcEpArEnT: 00-%s-%s-01",
                "TRACEPARENT: 00-%s-%s-01",
                "traceparent:    00-%s-%s-01",
                "traceparent:\t00-%s-%s-01",
                "traceparent: 00-%s-%s-01 ",
                "traceparent: 00-%s-%s-01\t",
                "traceparent: \t 00-%s-%s-01 \t",
                "traceparent: cc-%s-%s-01",
                "traceparent: cc-%s-%s-01-what-the-future-will-be-like"
            })
    void continuesTheTrace(String header) throws IOException {
        Sent sent = call(1, header.formatted(TRACE, SPAN)).get(0);

        assertThat(sent.traceId()).isEqualTo(TRACE);
        assertThat(sent.parentId()).isNotEqualTo(SPAN);
        assertThat(sent.flags()).isEqualTo("01");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trace-parent: 00-%s-%s-01",
                "trace.parent: 00-%s-%s-01",
                "traceparent: 00-%s-%s-01.",
                "traceparent: 00-%s-%s-01-what-the-future-will-be-like",
                "traceparent: cc-%s-%s-01.what-the-future-will-be-like",
                "traceparent: ff-%s-%s-01",
                "traceparent: .0-%s-%s-01",
                "traceparent: 0.-%s-%s-01",
                "traceparent: 000-%s-%s-01",
                "traceparent: 0000-%s-%s-01",
                "traceparent: 0-%s-%s-01",
                "traceparent: 00-.2345678901234567890123456789012-%2$s-01",
                "traceparent: 00-1234567890123456789012345678901.-%2$s-01",
                "traceparent: 00-123456789012345678901234567890123-%2$s-01",
                "traceparent: 00-1234567890123456789012345678901-%2$s-01",
                "traceparent: 00-00000000000000000000000000000000-%2$s-01",
                "traceparent: 00-%1$s-0000000000000000-01",
                "traceparent: 00-%1$s-.234567890123456-01",
                "traceparent: 00-%1$s-123456789012345.-01",
                "traceparent: 00-%1$s-12345678901234567-01",
                "traceparent: 00-%1$s-123456789012345-01",
                "traceparent: 00-%s-%s-.0",
                "traceparent: 00-%s-%s-0.",
                "traceparent: 00-%s-%s-001",
                "traceparent: 00-%s-%s-1",
                "traceparent: 00-ABCDEF78901234567890123456789012-%2$s-01"
            })
    void startsAnew(String header) throws IOException {
        Sent sent = call(1, header.formatted(TRACE, SPAN), "tracestate: foo=1").get(0);

        assertThat(sent.traceId()).doesNotContain("1234567890123456789012345678901");
        assertThat(sent.state()).isEmpty();
    }

    @Test
    void startsAnewOnSeveralParents() throws IOException {
        Sent sent = call(
                        1,
                        "traceparent: 00-12345678901234567890123456789011-1234567890123456-01",
                        "traceparent: 00-12345678901234567890123456789012-1234567890123456-01")
                .get(0);

        assertThat(sent.traceId()).doesNotStartWith("123456789012345678901234567890");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "01", "02", "03"})
    void keepsTheFlags(String flags) throws IOException {
        Sent sent =
                call(1, "traceparent: 00-" + TRACE + "-" + SPAN + "-" + flags).get(0);

        assertThat(sent.flags()).isEqualTo(flags);
    }

    static Stream<List<String>> goodStates() {
        String keyChars = "abcdefghijklmnopqrstuvwxyz0123456789_-*/";
        String value = IntStream.rangeClosed(' ', '~')
                .filter(c -> c != ',' && c != '=')
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        return Stream.of(
                List.of("foo=1,bar=2", "tracestate: foo=1,bar=2"),
                List.of("foo=1", "TraceState: foo=1"),
                List.of("foo=1", "TrAcEsTaTe: foo=1"),
                List.of("foo=1", "TRACESTATE: foo=1"),
                List.of("", "trace-state: foo=1"),
                List.of("", "trace.state: foo=1"),
                List.of("", "tracestate: "),
                List.of("foo=1", "tracestate: foo=1", "tracestate: "),
                List.of("foo=1", "tracestate: ", "tracestate: foo=1"),
                List.of(
                        "foo=1,bar=2,rojo=1,congo=2,baz=3",
                        "tracestate: foo=1,bar=2",
                        "tracestate: rojo=1,congo=2",
                        "tracestate: baz=3"),
                List.of(keyChars + "=" + value, "tracestate: " + keyChars + "=" + value),
                List.of(keyChars + "@a-z0-9_-*/=" + value, "tracestate: " + keyChars + "@a-z0-9_-*/=" + value),
                List.of("foo=1,bar=2,baz=3", "tracestate: foo=1 \t , \t bar=2, \t baz=3"),
                List.of("foo=1,bar=2,baz=3", "tracestate: foo=1\t \t,\t \tbar=2,\t \tbaz=3"),
                List.of("foo=1", "tracestate:   foo=1"),
                List.of("foo=1", "tracestate: \tfoo=1"),
                List.of("foo=1", "tracestate: foo=1 "),
                List.of("foo=1", "tracestate: foo=1\t"),
                List.of("foo=1", "tracestate: \t foo=1 \t"),
                List.of(members(1, 32), "tracestate: " + members(1, 10), "tracestate: " + members(11, 32)),
                List.of(
                        "foo=1," + "z".repeat(256) + "=1",
                        "tracestate: foo=1",
                        "tracestate: " + "z".repeat(256) + "=1"),
                List.of(
                        "foo=1," + "t".repeat(241) + "@" + "v".repeat(14) + "=1",
                        "tracestate: foo=1",
                        "tracestate: " + "t".repeat(241) + "@" + "v".repeat(14) + "=1"));
    }

    private static String members(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> String.format(Locale.ROOT, "bar%02d=%02d", i, i))
                .collect(Collectors.joining(","));
    }

    @ParameterizedTest
    @MethodSource("goodStates")
    void keepsTraceState(List<String> expectedThenHeaders) throws IOException {
        List<String> headers = new ArrayList<>(List.of(PARENT));
        headers.addAll(expectedThenHeaders.subList(1, expectedThenHeaders.size()));
        Sent sent = call(1, headers.toArray(String[]::new)).get(0);

        assertThat(sent.traceId()).isEqualTo(TRACE);
        assertThat(sent.state()).isEqualTo(expectedThenHeaders.get(0));
    }

    static Stream<List<String>> badStates() {
        return Stream.of(
                List.of("foo=1,foo=1"),
                List.of("foo=1,foo=2"),
                List.of("foo=1", "foo=1"),
                List.of("foo=1", "foo=2"),
                List.of("foo =1"),
                List.of("FOO=1"),
                List.of("foo.bar=1"),
                List.of("foo@=1,bar=2"),
                List.of("@foo=1,bar=2"),
                List.of("foo@@bar=1,bar=2"),
                List.of("foo@bar@baz=1,bar=2"),
                List.of(members(1, 30), members(31, 33)),
                List.of("foo=1", "z".repeat(257) + "=1"),
                List.of("foo=1", "t".repeat(242) + "@v=1"),
                List.of("foo=1", "t@" + "v".repeat(15) + "=1"),
                List.of("foo=bar=baz"),
                List.of("foo=,bar=3"));
    }

    @ParameterizedTest
    @MethodSource("badStates")
    void dropsTraceState(List<String> states) throws IOException {
        List<String> headers = new ArrayList<>(List.of(PARENT));
        states.forEach(state -> headers.add("tracestate: " + state));
        Sent sent = call(1, headers.toArray(String[]::new)).get(0);

        assertThat(sent.traceId()).isEqualTo(TRACE);
        assertThat(sent.state()).isEmpty();
    }

    @Test
    void dropsTraceStateWithoutParent() throws IOException {
        assertThat(call(1, "tracestate: foo=1,bar=2").get(0).state()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "traceparent: 00-12345678901234567890123456789012-1234567890123456-01",
                "traceparent: 00-00000000000000000000000000000000-1234567890123456-01",
                "accept: */*"
            })
    void severalCallsShareTheTraceButNotTheParent(String header) throws IOException {
        List<Sent> sent = call(3, header);

        assertThat(sent.stream().map(Sent::traceId).distinct()).hasSize(1);
        assertThat(sent.stream().map(Sent::parentId).distinct()).hasSize(3);
        assertThat(sent.get(0).traceId().equals(TRACE)).isEqualTo(header.contains(TRACE));
    }
}
