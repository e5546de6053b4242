package io.rubato.examples.serving.frontend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;

/// Everything that is not here.
final class NotFoundHandler implements HttpHandler {
    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        ApiException error = new ApiException(
                404, "invalid_request_error", null, "not_found", path + ": there is no such page; see /v1/models");
        WholeAnswer.send(exchange, error.status(), error.object());
    }
}
