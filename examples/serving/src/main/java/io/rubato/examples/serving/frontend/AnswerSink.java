package io.rubato.examples.serving.frontend;

import java.io.IOException;

/// Where an answer goes as it is written.
interface AnswerSink {
    /// Another piece of the text.
    ///
    /// @throws IOException if the client has gone
    void text(String text) throws IOException;

    /// The end.
    void end(String finishReason, Completion.Usage usage) throws IOException;

    /// The end if it went wrong.
    void error(ApiException error) throws IOException;
}
