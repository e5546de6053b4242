package io.rubato.server.internal.receive;

import io.rubato.server.config.ServerConfig;

/// Bounds of what receivers take, in bytes.
///
/// @param maxGrpcMessage of one gRPC message, as sent
/// @param maxHttpBody of one body over HTTP, as sent
/// @param maxDecompressed of one request's JSON after decompression
/// @param bodyMemory of all bodies that are arriving, together
public record ReceiverLimits(int maxGrpcMessage, int maxHttpBody, int maxDecompressed, long bodyMemory) {
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 64;

    public static ReceiverLimits of(ServerConfig config) {
        return new ReceiverLimits(
                bytes(config.receivers().grpc().maxMessageBytes()),
                bytes(config.receivers().http().maxBodyBytes()),
                bytes(config.limits().maxDecompressedBytes()),
                config.limits().maxInFlightBytes());
    }

    private static int bytes(long size) {
        return (int) Math.min(size, LARGEST_ARRAY);
    }
}
