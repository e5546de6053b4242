package io.rubato.server.internal.zipkin;

import com.fasterxml.jackson.core.JsonGenerator;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import io.rubato.server.internal.api.Answers;
import io.rubato.server.internal.api.Json;
import io.rubato.server.internal.route.Route;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;

/// What probes ask zipkin-server: `/health` and `/info`.
/// Source: <https://github.com/openzipkin/zipkin/tree/master/zipkin-server#health-check-api>
final class ZipkinProbes {
    private ZipkinProbes() {}

    /// @param reason why requests are not answered; empty when they are
    static Map<String, Route> routes(Supplier<String> reason, String version) {
        byte[] info = Json.bytes(out -> {
            out.writeStartObject();
            out.writeObjectFieldStart("zipkin");
            out.writeStringField("version", version);
            out.writeStringField("commit", "");
            out.writeEndObject();
            out.writeEndObject();
        });
        return Map.of(
                "/health", Route.open((ctx, request) -> health(reason.get())),
                "/info", Route.query((ctx, request) -> Answers.json(info)));
    }

    private static HttpResponse health(String reason) {
        String status = reason.isEmpty() ? "UP" : "DOWN";
        byte[] json = Json.bytes(out -> {
            out.writeStartObject();
            out.writeStringField("status", status);
            out.writeObjectFieldStart("zipkin");
            out.writeStringField("status", status);
            out.writeObjectFieldStart("details");
            out.writeObjectFieldStart("Rubato{}");
            writeStorage(out, status, reason);
            out.writeEndObject();
            out.writeEndObject();
            out.writeEndObject();
            out.writeEndObject();
        });
        return HttpResponse.of(
                reason.isEmpty() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE, MediaType.JSON, HttpData.wrap(json));
    }

    private static void writeStorage(JsonGenerator out, String status, String reason) throws IOException {
        out.writeStringField("status", status);
        if (!reason.isEmpty()) {
            out.writeObjectFieldStart("details");
            out.writeStringField("error", reason);
            out.writeEndObject();
        }
    }
}
