package io.rubato.server.internal.zipkin;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import zipkin2.Endpoint;
import zipkin2.Span;

/// Spans with everything that Zipkin's model has.
final class RandomSpans {
    private static final long START = 1_790_000_000_000_000L;

    private static final List<Span.Kind> KINDS = List.of(Span.Kind.values());

    private final Random random;

    RandomSpans(long seed) {
        this.random = new Random(seed);
    }

    /// The spans of one trace, each with its own id.
    List<Span> trace(int count) {
        List<Span> spans = new ArrayList<>();
        String traceId = random.nextBoolean() ? hex() : hex() + hex();
        for (int i = 0; i < count; i++) {
            String parent = spans.isEmpty()
                    ? ""
                    : spans.get(random.nextInt(spans.size())).id();
            spans.add(span(traceId, parent));
        }
        return spans;
    }

    private Span span(String traceId, String parent) {
        Span.Builder span = Span.newBuilder()
                .traceId(traceId)
                .id(hex())
                .name(random.nextInt(5) == 0 ? "" : "op-" + random.nextInt(9))
                .localEndpoint(endpoint("svc-"))
                .remoteEndpoint(endpoint("peer-"));
        if (!parent.isEmpty()) {
            span.parentId(parent);
        }
        if (random.nextInt(4) > 0) {
            span.kind(KINDS.get(random.nextInt(KINDS.size())));
        }
        if (random.nextInt(9) > 0) {
            span.timestamp(START + random.nextInt(1_000_000_000));
        }
        if (random.nextInt(9) > 0) {
            span.duration(1L + random.nextInt(2_000_000));
        }
        if (random.nextInt(9) == 0) {
            span.debug(true);
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            span.addAnnotation(START + random.nextInt(1_000_000_000), text());
        }
        for (int i = random.nextInt(5); i > 0; i--) {
            span.putTag("k" + random.nextInt(20), text());
        }
        endings(span);
        return span.build();
    }

    private void endings(Span.Builder span) {
        switch (random.nextInt(7)) {
            case 0 -> span.putTag("error", text());
            case 1 -> span.putTag("otel.status_code", "ERROR").putTag("error", text());
            case 2 -> span.putTag("otel.status_code", "OK");
            case 3 -> span.putTag("otel.scope.name", "lib").putTag("otel.scope.version", "1." + random.nextInt(3));
            case 4 ->
                span.putTag("peer.service", "peer-" + random.nextInt(3))
                        .putTag("network.peer.port", "80")
                        .remoteEndpoint(Endpoint.newBuilder()
                                .serviceName("peer-" + random.nextInt(3))
                                .port(80 + random.nextInt(2))
                                .build());
            default -> {}
        }
    }

    private Endpoint endpoint(String prefix) {
        if (random.nextInt(4) == 0) {
            return Endpoint.newBuilder().build();
        }
        Endpoint.Builder endpoint = Endpoint.newBuilder().serviceName(prefix + random.nextInt(3));
        if (random.nextBoolean()) {
            endpoint.parseIp("10.0.0." + random.nextInt(256));
        }
        if (random.nextInt(3) == 0) {
            endpoint.parseIp("2001:db8::" + Integer.toHexString(1 + random.nextInt(255)));
        }
        return endpoint.port(random.nextBoolean() ? 1 + random.nextInt(65_535) : 0)
                .build();
    }

    private String text() {
        return switch (random.nextInt(6)) {
            case 0 -> "";
            case 1 -> "naïve \ud83d\udc7b \"quoted\"\n";
            case 2 -> "\"event\":{\"a\":1,\"b\":\"x\",\"c\":[true,1.5]}";
            case 3 -> "\"no event";
            default -> "text " + random.nextInt(100);
        };
    }

    private String hex() {
        return String.format("%016x", random.nextLong() | 1L << 60);
    }
}
