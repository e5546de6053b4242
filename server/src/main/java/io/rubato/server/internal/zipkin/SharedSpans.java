package io.rubato.server.internal.zipkin;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import zipkin2.Span;

/// Zipkin's clients may give both ends of a call one span id. OTLP knows one span under an id, so that the server's
/// half
/// gets an id of its own and the client's half as its parent; the id is derived, so that what is sent twice is one span
/// and what comes in parts fits together.
///
/// A half is the server's when its reporter says that the id is shared, or when the other half is in the same request.
/// Spans in a request with the server's half, of the same service and below that id, hang on the server's half.
/// Source: <https://github.com/openzipkin/b3-propagation#why-is-parentspanid-propagated>
final class SharedSpans {
    private final Set<Id> clients = new HashSet<>();
    private final Map<Id, String> servers = new HashMap<>();

    private record Id(String trace, String span) {}

    SharedSpans(List<Span> request) {
        for (Span span : request) {
            if (span.kind() == Span.Kind.CLIENT) {
                clients.add(new Id(span.traceId(), span.id()));
            }
        }
        for (Span span : request) {
            if (isServerHalf(span)) {
                servers.put(new Id(span.traceId(), span.id()), service(span));
            }
        }
    }

    boolean isServerHalf(Span span) {
        return Boolean.TRUE.equals(span.shared())
                || (span.kind() == Span.Kind.SERVER && clients.contains(new Id(span.traceId(), span.id())));
    }

    /// The id under which a span is stored, in hexadecimal digits.
    String id(Span span) {
        return isServerHalf(span) ? derived(span.traceId(), span.id()) : span.id();
    }

    /// The id of the span's parent as stored; empty for a root.
    String parentId(Span span) {
        if (isServerHalf(span)) {
            return span.id();
        }
        String parent = span.parentId();
        if (parent == null) {
            return "";
        }
        boolean below = service(span).equals(servers.get(new Id(span.traceId(), parent)));
        return below ? derived(span.traceId(), parent) : parent;
    }

    private static String service(Span span) {
        return span.localServiceName() == null ? "" : span.localServiceName();
    }

    private static String derived(String traceId, String id) {
        String low = traceId.substring(Math.max(0, traceId.length() - 16));
        long own = Long.parseUnsignedLong(id, 16);
        long mixed = own * 0x9e3779b97f4a7c15L ^ Long.rotateLeft(Long.parseUnsignedLong(low, 16), 29);
        mixed = (mixed ^ mixed >>> 32) * 0xd6e8feb86659fd93L;
        mixed ^= mixed >>> 32;
        return String.format("%016x", mixed == 0 || mixed == own ? ~own : mixed);
    }
}
