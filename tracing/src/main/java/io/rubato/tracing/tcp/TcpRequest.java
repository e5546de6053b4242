package io.rubato.tracing.tcp;

import io.opentelemetry.context.Context;
import java.util.Map;

/// A request that a server has received.
///
/// @param path where to, such as `{instance}/generate`
/// @param headers as sent, names in their own case
/// @param payload not copied: whoever gets it owns it
/// @param context the caller's trace and request ids with the span of this request, which is current in the handler
public record TcpRequest(String path, Map<String, String> headers, byte[] payload, Context context) {
    public TcpRequest {
        headers = Map.copyOf(headers);
    }

    /// The last part of the path.
    public String endpoint() {
        return endpointOf(path);
    }

    static String endpointOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
