package io.rubato.server.config;

/// An address to listen on.
///
/// @param host name or address; 0.0.0.0 or :: is every interface. IPv6 without brackets
/// @param port 0 to 65535; 0 takes a free one
public record Endpoint(String host, int port) {

    /// `host:port`, an IPv6 address in brackets.
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
