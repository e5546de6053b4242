package io.rubato.examples.serving.plane;

/// A running worker.
///
/// @param namespace what its deployment is called
/// @param component what it does: `prefill` or `decode`
/// @param id its own number, 16 hexadecimal digits
/// @param plane what it listens on
/// @param address where: `host:port` for TCP, the URL before the endpoint for HTTP, the server's URL for NATS
/// @param pid its process
public record Instance(String namespace, String component, String id, PlaneKind plane, String address, long pid) {
    /// The NATS subject of one of its endpoints.
    public String subject(String endpoint) {
        return namespace + "_" + component + "." + endpoint + "-" + id;
    }

    /// The same, now that it listens.
    public Instance at(String known) {
        return new Instance(namespace, component, id, plane, known, pid);
    }

    @Override
    public String toString() {
        return component + " worker " + id;
    }
}
