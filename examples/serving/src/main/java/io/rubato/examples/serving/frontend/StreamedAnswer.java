package io.rubato.examples.serving.frontend;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An answer that is sent as server-sent events, a piece at a time. Nothing is sent before the first piece, so that
/// what goes wrong until then still is an answer with a status of its own.
final class StreamedAnswer implements AnswerSink {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpExchange exchange;
    private final String id;
    private final String model;
    private final boolean withUsage;
    private final long created = Instant.now().getEpochSecond();
    private @Nullable OutputStream out;

    StreamedAnswer(HttpExchange exchange, String id, String model, boolean withUsage) {
        this.exchange = exchange;
        this.id = id;
        this.model = model;
        this.withUsage = withUsage;
    }

    private OutputStream begun() throws IOException {
        OutputStream begun = out;
        if (begun == null) {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
            exchange.getResponseHeaders().set("Cache-Control", "no-cache");
            exchange.sendResponseHeaders(200, 0);
            begun = exchange.getResponseBody();
            out = begun;
            event(begun, Completion.chunk(id, created, model, "assistant", "", null));
        }
        return begun;
    }

    private static void event(OutputStream out, Object data) throws IOException {
        out.write(("data: " + JSON.writeValueAsString(data) + "\n\n").getBytes(UTF_8));
        out.flush();
    }

    @Override
    public void text(String text) throws IOException {
        event(begun(), Completion.chunk(id, created, model, null, text, null));
    }

    @Override
    public void end(String finishReason, Completion.Usage usage) throws IOException {
        OutputStream stream = begun();
        event(stream, Completion.chunk(id, created, model, null, null, finishReason));
        if (withUsage) {
            event(stream, Completion.usageChunk(id, created, model, usage));
        }
        stream.write("data: [DONE]\n\n".getBytes(UTF_8));
        stream.close();
    }

    @Override
    public void error(ApiException error) throws IOException {
        OutputStream stream = out;
        if (stream == null) {
            WholeAnswer.send(exchange, error.status(), error.object());
        } else {
            event(stream, error.object());
            stream.close();
        }
    }
}
