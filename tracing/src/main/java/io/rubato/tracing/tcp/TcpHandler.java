package io.rubato.tracing.tcp;

import java.util.concurrent.CompletionStage;

/// What a server does with requests.
@FunctionalInterface
public interface TcpHandler {
    /// Takes a request: returning acknowledges it to the caller, throwing refuses it with the exception's message. Runs
    /// on one of the server's workers, with the request's context current.
    ///
    /// @return ends when the work does, and the span `handle_payload` with it; its failure is the span's. Completed
    ///     already if the work is done on return.
    CompletionStage<?> handle(TcpRequest request) throws Exception;
}
