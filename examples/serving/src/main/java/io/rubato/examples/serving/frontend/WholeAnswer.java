package io.rubato.examples.serving.frontend;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Instant;

/// An answer that is sent when all of it is there.
final class WholeAnswer implements AnswerSink {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpExchange exchange;
    private final String id;
    private final String model;
    private final StringBuilder text = new StringBuilder();

    WholeAnswer(HttpExchange exchange, String id, String model) {
        this.exchange = exchange;
        this.id = id;
        this.model = model;
    }

    @Override
    public void text(String piece) {
        text.append(piece);
    }

    @Override
    public void end(String finishReason, Completion.Usage usage) throws IOException {
        long created = Instant.now().getEpochSecond();
        send(exchange, 200, Completion.whole(id, created, model, text.toString(), finishReason, usage));
    }

    @Override
    public void error(ApiException error) throws IOException {
        send(exchange, error.status(), error.object());
    }

    static void send(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.getResponseBody().close();
    }
}
