package io.rubato.server.internal.zipkin;

/// Names of attributes and tags that carry what one of the two models has no field for.
final class Names {
    static final String SERVICE = "service.name";

    /// Of a resource: the addresses of Zipkin's local endpoint.
    static final String HOST_IP = "host.ip";

    /// Of a resource: the port of Zipkin's local endpoint.
    static final String LOCAL_PORT = "zipkin.local_port";

    static final String PEER_SERVICE = "peer.service";
    static final String PEER_ADDRESS = "network.peer.address";
    static final String PEER_PORT = "network.peer.port";
    static final String REMOTE_IPV6 = "zipkin.remote_ipv6";

    /// Which attributes of a span are from the remote endpoint alone and no tags, parted by blanks.
    static final String REMOTE_ENDPOINT = "zipkin.remote_endpoint";

    /// In front of an attribute of the remote endpoint that a tag of another value stands in the way of.
    static final String HIDDEN = "zipkin.";

    /// Whether a span is the server's half of a span that both ends report under one id.
    static final String SHARED = "zipkin.shared";

    /// The parent of such a half as it was reported.
    static final String SHARED_PARENT = "zipkin.parent_id";

    static final String DEBUG = "zipkin.debug";

    /// Set where a span came without a timestamp.
    static final String NO_TIMESTAMP = "zipkin.no_timestamp";

    static final String STATUS_CODE = "otel.status_code";
    static final String ERROR = "error";
    static final String SCOPE_NAME = "otel.scope.name";
    static final String SCOPE_VERSION = "otel.scope.version";

    private Names() {}
}
