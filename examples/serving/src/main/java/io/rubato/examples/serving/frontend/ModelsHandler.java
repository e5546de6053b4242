package io.rubato.examples.serving.frontend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/// `GET /v1/models`: the one model.
final class ModelsHandler implements HttpHandler {
    private final ModelList models;

    record Model(String id, String object, long created, String owned_by) {}

    record ModelList(String object, List<Model> data) {}

    ModelsHandler(String model) {
        models = new ModelList(
                "list", List.of(new Model(model, "model", Instant.now().getEpochSecond(), "rubato")));
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        WholeAnswer.send(exchange, 200, models);
    }
}
