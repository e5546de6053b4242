package io.rubato.server.internal.zipkin;

import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import zipkin2.Endpoint;

/// Adds the remote endpoint of a span to its attributes.
///
/// @param tags of the span: where one says the same, it stands for both
/// @param attributes to add to
record RemoteEndpoint(Map<String, String> tags, List<Attribute> attributes) {
    void add(Endpoint remote) {
        List<String> added = new ArrayList<>();
        String address = remote.ipv4() == null ? remote.ipv6() : remote.ipv4();
        add(added, Names.PEER_SERVICE, remote.serviceName());
        add(added, Names.PEER_ADDRESS, address);
        add(added, Names.PEER_PORT, remote.portAsInt() == 0 ? null : Integer.toString(remote.portAsInt()));
        if (remote.ipv4() != null) {
            add(added, Names.REMOTE_IPV6, remote.ipv6());
        }
        attributes.add(ZipkinToOtlp.text(Names.REMOTE_ENDPOINT, String.join(" ", added)));
    }

    private void add(List<String> added, String key, @Nullable String value) {
        String tag = tags.get(key);
        if (value == null || value.equalsIgnoreCase(tag)) {
            return;
        }
        String free = tag == null ? key : Names.HIDDEN + key;
        added.add(free);
        attributes.add(new Attribute(
                free,
                key.equals(Names.PEER_PORT)
                        ? new AttributeValue.Int(Integer.parseInt(value))
                        : new AttributeValue.Text(value)));
    }
}
