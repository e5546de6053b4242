package io.rubato.server.internal.receive;

import io.rubato.server.internal.grpc.GrpcAnswer;

/// Refusals as gRPC says them.
final class GrpcAnswers {
    private GrpcAnswers() {}

    /// What can be sent again later says when, in a `google.rpc.RetryInfo`.
    static GrpcAnswer refuse(Refusal refusal) {
        return new GrpcAnswer.Failure(
                refusal.grpcCode(),
                refusal.text(),
                refusal.canRetry() ? refusal.status().toProtobuf() : null);
    }
}
