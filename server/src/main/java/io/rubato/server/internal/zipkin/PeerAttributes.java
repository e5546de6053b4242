package io.rubato.server.internal.zipkin;

import io.rubato.server.internal.trace.DecodedTrace;
import io.rubato.storage.model.Attribute;
import java.util.List;
import org.jspecify.annotations.Nullable;
import zipkin2.Endpoint;

/// The remote endpoint of a span, from its attributes in the order of OpenTelemetry's mapping.
/// Source: <https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/zipkin/#otlp---zipkin>
final class PeerAttributes {
    /// Where the endpoint of any span has its name.
    static final List<String> SERVICES = List.of(Names.HIDDEN + Names.PEER_SERVICE, Names.PEER_SERVICE);

    /// Where the endpoint of a span that calls has it otherwise, unless it came from Zipkin.
    static final List<String> OF_CALLS = List.of(
            "server.address",
            "net.peer.name",
            "server.socket.domain",
            "network.peer.domain",
            "db.namespace",
            "db.name");
    private static final List<String> ADDRESSES = List.of(
            Names.HIDDEN + Names.PEER_ADDRESS,
            Names.PEER_ADDRESS,
            "server.socket.address",
            "net.sock.peer.addr",
            "net.peer.ip");
    private static final List<String> PORTS = List.of(
            Names.HIDDEN + Names.PEER_PORT,
            Names.PEER_PORT,
            "server.socket.port",
            "server.port",
            "net.sock.peer.port",
            "net.peer.port");

    private PeerAttributes() {}

    static @Nullable Endpoint endpoint(DecodedTrace.Span span) {
        List<Attribute> attributes = span.attributes();
        String service = first(attributes, SERVICES);
        boolean calls = span.kind() == DecodedTrace.Span.CLIENT || span.kind() == DecodedTrace.Span.PRODUCER;
        boolean reported = OtlpToZipkin.find(attributes, Names.REMOTE_ENDPOINT) != null;
        if (service == null && calls && !reported) {
            service = first(attributes, OF_CALLS);
        }
        Endpoint.Builder endpoint = Endpoint.newBuilder().serviceName(service);
        if (calls || reported) {
            endpoint.parseIp(first(attributes, ADDRESSES));
            endpoint.parseIp(OtlpToZipkin.text(attributes, Names.REMOTE_IPV6));
            endpoint.port(port(first(attributes, PORTS)));
        }
        Endpoint found = endpoint.build();
        boolean named = found.serviceName() != null || found.ipv4() != null || found.ipv6() != null;
        return named || (reported && found.portAsInt() != 0) ? found : null;
    }

    private static @Nullable String first(List<Attribute> attributes, List<String> keys) {
        for (String key : keys) {
            String text = OtlpToZipkin.text(attributes, key);
            if (text != null && !text.isEmpty()) {
                return text;
            }
        }
        return null;
    }

    private static int port(@Nullable String text) {
        if (text == null || !text.matches("[0-9]{1,5}")) {
            return 0;
        }
        int port = Integer.parseInt(text);
        return port <= 0xffff ? port : 0;
    }
}
