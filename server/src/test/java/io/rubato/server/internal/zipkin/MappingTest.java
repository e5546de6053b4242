package io.rubato.server.internal.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.server.internal.trace.DecodedTrace;
import io.rubato.server.internal.trace.TraceEncoder;
import io.rubato.storage.MemoryUse;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import zipkin2.Endpoint;
import zipkin2.Span;

/// Spans of Zipkin as OTLP, and back.
class MappingTest {
    private static final long NOW = 1_790_000_000_000_000L;
    private static final Endpoint SHOP = endpoint("shop");
    private static final Endpoint STOCK = endpoint("stock");

    @Test
    void whatCameInComesOut() throws Exception {
        long seed = System.nanoTime();
        RandomSpans random = new RandomSpans(seed);
        for (int i = 0; i < 500; i++) {
            List<Span> sent = random.trace(1 + i % 7);
            assertThat(back(sent)).as("seed %d, trace %d", seed, i).isEqualTo(sorted(sent));
        }
    }

    @Test
    void bothHalvesOfASharedSpanAreKept() throws Exception {
        Span client = span("1", null, Span.Kind.CLIENT, SHOP).build();
        Span server = span("1", null, Span.Kind.SERVER, STOCK).shared(true).build();
        Span below = span("2", "1", null, STOCK).build();
        Span other = span("3", "1", null, SHOP).build();
        List<Span> sent = List.of(client, server, below, other);

        DecodedTrace stored = ZipkinToOtlp.of(sent, NOW);
        DecodedTrace.Span half = named("server-1", stored);
        assertThat(named("client-1", stored).spanId()).isEqualTo("0000000000000001");
        assertThat(named("client-1", stored).parentId()).isEmpty();
        assertThat(half.spanId()).hasSize(16).isNotEqualTo("0000000000000001");
        assertThat(half.parentId()).isEqualTo("0000000000000001");
        assertThat(named("null-2", stored).parentId()).isEqualTo(half.spanId());
        assertThat(named("null-3", stored).parentId()).isEqualTo("0000000000000001");
        assertThat(back(sent)).isEqualTo(sorted(sent));
    }

    @Test
    void halvesThatComeApartFitTogether() throws Exception {
        Span client = span("1", "9", Span.Kind.CLIENT, SHOP).build();
        Span server = span("1", "9", Span.Kind.SERVER, STOCK).shared(true).build();
        DecodedTrace.Span alone = named("server-1", ZipkinToOtlp.of(List.of(server), NOW));
        DecodedTrace.Span together = named("server-1", ZipkinToOtlp.of(List.of(client, server), NOW));
        assertThat(alone).isEqualTo(together);
        assertThat(back(List.of(server))).containsExactly(server);
    }

    @Test
    void aServerHalfThatDoesNotSayItIsSharedIsToldByItsClient() throws Exception {
        Span client = span("1", null, Span.Kind.CLIENT, SHOP).build();
        Span server = span("1", null, Span.Kind.SERVER, STOCK).build();
        List<Span> back = back(List.of(client, server));
        assertThat(back)
                .containsExactlyInAnyOrder(
                        client, server.toBuilder().shared(true).build());
    }

    @Test
    void statusAndScopeOfOpenTelemetryAreFields() {
        Span span = span("1", null, Span.Kind.CLIENT, SHOP)
                .putTag("otel.status_code", "ERROR")
                .putTag("error", "no stock")
                .putTag("otel.scope.name", "http")
                .putTag("otel.scope.version", "2")
                .putTag("http.method", "GET")
                .build();
        DecodedTrace trace = ZipkinToOtlp.of(List.of(span), NOW);
        DecodedTrace.ScopeSpans scope = trace.resources().getFirst().scopes().getFirst();
        assertThat(scope.name() + scope.version()).isEqualTo("http2");
        DecodedTrace.Span stored = scope.spans().getFirst();
        assertThat(stored.statusCode()).isEqualTo(DecodedTrace.Span.ERROR);
        assertThat(stored.statusMessage()).isEqualTo("no stock");
        assertThat(stored.attributes()).containsExactly(text("http.method", "GET"));
        assertThat(trace.resources().getFirst().attributes()).containsExactly(text("service.name", "shop"));
    }

    @Test
    void theErrorTagOfZipkinIsAnErrorAndStays() {
        Span span =
                span("1", null, Span.Kind.CLIENT, SHOP).putTag("error", "boom").build();
        DecodedTrace.Span stored = named("client-1", ZipkinToOtlp.of(List.of(span), NOW));
        assertThat(stored.statusCode()).isEqualTo(DecodedTrace.Span.ERROR);
        assertThat(stored.statusMessage()).isEqualTo("boom");
        assertThat(stored.attributes()).containsExactly(text("error", "boom"));
    }

    @Test
    void aSpanOfOtlpHasAllItSays() throws Exception {
        DecodedTrace.Span span = new DecodedTrace.Span(
                "0000000000000000000000000000000a",
                "000000000000000b",
                "",
                "",
                "GET /Basket",
                DecodedTrace.Span.CLIENT,
                1_500,
                1_600,
                List.of(
                        new Attribute("n", new AttributeValue.Int(7)),
                        new Attribute("server.address", new AttributeValue.Text("db")),
                        new Attribute("server.port", new AttributeValue.Int(5432))),
                List.of(new DecodedTrace.Event("thrown", 2_000, List.of(text("type", "IOException")))),
                List.of(),
                DecodedTrace.Span.ERROR,
                "late");
        DecodedTrace trace = new DecodedTrace(List.of(new DecodedTrace.ResourceSpans(
                List.of(text("service.name", "Shop"), text("host.name", "h1")),
                List.of(new DecodedTrace.ScopeSpans("lib", "1", List.of(span))))));
        assertThat(zipkin(TraceEncoder.encode(trace)))
                .containsExactly(Span.newBuilder()
                        .traceId("a")
                        .id("b")
                        .kind(Span.Kind.CLIENT)
                        .name("get /basket")
                        .timestamp(1)
                        .duration(1)
                        .localEndpoint(SHOP)
                        .remoteEndpoint(Endpoint.newBuilder()
                                .serviceName("db")
                                .port(5432)
                                .build())
                        .addAnnotation(2, "\"thrown\":{\"type\":\"IOException\"}")
                        .putTag("n", "7")
                        .putTag("server.address", "db")
                        .putTag("server.port", "5432")
                        .putTag("host.name", "h1")
                        .putTag("otel.scope.name", "lib")
                        .putTag("otel.scope.version", "1")
                        .putTag("otel.status_code", "ERROR")
                        .putTag("error", "late")
                        .build());
    }

    private static List<Span> zipkin(byte[] trace) throws Exception {
        List<Span> spans = new ArrayList<>();
        OtlpToZipkin.each(trace, MemoryUse.UNCOUNTED, spans::add);
        return spans;
    }

    private static List<Span> back(List<Span> sent) throws Exception {
        byte[] otlp = TraceEncoder.encode(ZipkinToOtlp.of(sent, NOW));
        return sorted(zipkin(otlp));
    }

    private static List<Span> sorted(List<Span> spans) {
        return spans.stream()
                .sorted(Comparator.comparing(Span::id).thenComparing(span -> span.kind() == Span.Kind.SERVER))
                .toList();
    }

    private static DecodedTrace.Span named(String name, DecodedTrace trace) {
        return trace.resources().stream()
                .flatMap(resource -> resource.scopes().stream())
                .flatMap(scope -> scope.spans().stream())
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Span.Builder span(String id, @Nullable String parent, Span.@Nullable Kind kind, Endpoint service) {
        Span.Builder span = Span.newBuilder();
        if (parent != null) {
            span.parentId(parent);
        }
        return span.traceId("a")
                .id(id)
                .kind(kind)
                .name(kind + "-" + id)
                .timestamp(NOW)
                .duration(10)
                .localEndpoint(service);
    }

    private static Endpoint endpoint(String service) {
        return Endpoint.newBuilder().serviceName(service).build();
    }

    private static Attribute text(String key, String value) {
        return new Attribute(key, new AttributeValue.Text(value));
    }
}
