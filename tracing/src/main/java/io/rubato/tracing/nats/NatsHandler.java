package io.rubato.tracing.nats;

import io.nats.client.Message;
import java.util.concurrent.CompletionStage;

/// Handles messages whose work outlasts the call, such as requests that are acknowledged first.
@FunctionalInterface
public interface NatsHandler {
    /// Runs on the dispatcher's thread with the message's context current.
    ///
    /// @return ends when the work does, and the span with it; its failure is the span's
    CompletionStage<?> handle(Message message) throws Exception;
}
