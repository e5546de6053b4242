package io.rubato.tracing.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdsTest {
    private static final String UUID = "0196f0e8-7f0e-7cc0-b6c6-2f3a5a4c9d11";

    private static RequestIds extract(String... headers) {
        Carrier carrier = Carrier.of(headers);
        return RequestIds.from(RequestIdPropagator.instance().extract(Context.root(), carrier, carrier));
    }

    @Test
    void travelsFromHeaderToHeader() {
        Carrier in = Carrier.of("x-request-id", "test-trace-001", "x-dynamo-request-id", UUID);
        Context context = RequestIdPropagator.instance().extract(Context.root(), in, in);
        Carrier out = Carrier.of();
        RequestIdPropagator.instance().inject(context, out, out);

        assertThat(RequestIds.from(context)).isEqualTo(new RequestIds("test-trace-001", UUID));
        assertThat(out.all("x-request-id")).containsExactly("test-trace-001");
        assertThat(out.all("x-dynamo-request-id")).containsExactly(UUID);
        assertThat(RequestIds.from(Context.root())).isSameAs(RequestIds.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "test-trace-001", "Root=1-67891233-abcdef;Sampled=1", "01HZY/+=:#@!"})
    void acceptsRequestIds(String id) {
        assertThat(extract("x-request-id", id).requestId()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", "a\nb", "a\r\n", "a\tb", "\u001b[31m", "\u00e9", "a\"b", "a\\b", "<a>", "a,b"})
    void dropsRequestIdsThatCouldForgeLines(String id) {
        assertThat(extract("x-request-id", id).isEmpty()).isTrue();
        assertThat(new RequestIds(id, null).isEmpty()).isTrue();
    }

    @Test
    void limitsTheLength() {
        assertThat(extract("x-request-id", "x".repeat(128)).requestId()).hasSize(128);
        assertThat(extract("x-request-id", "x".repeat(129)).isEmpty()).isTrue();
    }

    @Test
    void dropsConflictingIdsAndKeepsEqualOnes() {
        assertThat(extract("x-request-id", "a", "x-request-id", "b").isEmpty()).isTrue();
        assertThat(extract("x-request-id", "a", "x-request-id", "a").requestId())
                .isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                UUID,
                "0196F0E8-7F0E-7CC0-B6C6-2F3A5A4C9D11",
                "0196f0e87f0e7cc0b6c62f3a5a4c9d11",
                "{0196f0e8-7f0e-7cc0-b6c6-2f3a5a4c9d11}",
                "urn:uuid:0196f0e8-7f0e-7cc0-b6c6-2f3a5a4c9d11",
                "00000000-0000-0000-0000-000000000000"
            })
    void acceptsUuidsAndKeepsTheirText(String id) {
        assertThat(extract("x-dynamo-request-id", id).dynamoRequestId()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not-a-uuid",
                "0196f0e8-7f0e-7cc0-b6c6-2f3a5a4c9d1",
                "0196f0e8-7f0e-7cc0-b6c6-2f3a5a4c9d111",
                "0196f0e87f0e-7cc0-b6c6-2f3a5a4c9d11",
                "0196f0e8-7f0e-7cc0-b6c6-2f3a5a4c9d1g",
                "{0196f0e87f0e7cc0b6c62f3a5a4c9d11}",
                "(0196f0e8-7f0e-7cc0-b6c6-2f3a5a4c9d11)",
                "{urn:uuid:0196f0e8-7f0e-7cc0-b6c6-2f3a}",
                "0196f0e8_7f0e_7cc0_b6c6_2f3a5a4c9d11",
                "\u0660196f0e87f0e7cc0b6c62f3a5a4c9d11"
            })
    void dropsWhatIsNoUuid(String id) {
        assertThat(extract("x-dynamo-request-id", id).isEmpty()).isTrue();
    }

    @Test
    void headersHoldEverythingOrNothing() {
        Context ids = new RequestIds("r-1", UUID).storeIn(Context.root());
        Span span = Span.wrap(SpanContext.create(
                "4bf92f3577b34da6a3ce929d0e0e4736",
                "00f067aa0ba902b7",
                TraceFlags.fromByte((byte) 2),
                TraceState.builder().put("k", "v").build()));

        assertThat(TraceHeaders.of(ids)).isEmpty();
        assertThat(TraceHeaders.of(ids.with(span)))
                .containsExactly(
                        Map.entry("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-02"),
                        Map.entry("tracestate", "k=v"),
                        Map.entry("x-request-id", "r-1"),
                        Map.entry("x-dynamo-request-id", UUID));
    }
}
