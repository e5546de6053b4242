package io.rubato.server.internal.jaeger;

import com.fasterxml.jackson.core.JsonGenerator;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import io.rubato.server.internal.api.Answers;
import io.rubato.server.internal.api.Json;
import io.rubato.server.internal.api.LargeAnswer;
import io.rubato.server.internal.otlp.MalformedOtlpException;
import java.io.IOException;
import java.util.List;

/// What Jaeger wraps its answers in: `{"data":...,"total":0,"limit":0,"offset":0,"errors":null}` in version 2, and
/// `{"error":{"httpCode":...,"message":...}}` in version 3.
final class Envelopes {
    private Envelopes() {}

    /// Something that went wrong.
    ///
    /// @param traceId the trace it is about, or empty
    record Problem(int code, String text, String traceId) {}

    static HttpResponse data(int total, Json.Writing data) {
        return data(total, data, List.of());
    }

    static HttpResponse data(int total, Json.Writing data, List<Problem> problems) {
        return Answers.json(Json.bytes(envelope(total, data, problems)));
    }

    /// Data that may be large.
    ///
    /// @param bytes of what it is written from
    static HttpResponse large(long bytes, Json.Writing data, List<Problem> problems)
            throws IOException, MalformedOtlpException {
        return LargeAnswer.json(bytes, out -> Json.write(out, envelope(0, data, problems)));
    }

    private static Json.Writing envelope(int total, Json.Writing data, List<Problem> problems) {
        return out -> {
            out.writeStartObject();
            out.writeFieldName("data");
            data.to(out);
            rest(out, total, problems);
        };
    }

    static HttpResponse texts(List<String> texts) {
        return data(texts.size(), out -> {
            out.writeStartArray();
            for (String text : texts) {
                out.writeString(text);
            }
            out.writeEndArray();
        });
    }

    static HttpResponse failure(int status, String text) {
        byte[] body = Json.bytes(out -> {
            out.writeStartObject();
            out.writeNullField("data");
            rest(out, 0, List.of(new Problem(status, text, "")));
        });
        return HttpResponse.of(HttpStatus.valueOf(status), MediaType.JSON, HttpData.wrap(body));
    }

    private static void rest(JsonGenerator out, int total, List<Problem> problems) throws IOException {
        out.writeNumberField("total", total);
        out.writeNumberField("limit", 0);
        out.writeNumberField("offset", 0);
        if (problems.isEmpty()) {
            out.writeNullField("errors");
        } else {
            out.writeArrayFieldStart("errors");
            for (Problem problem : problems) {
                out.writeStartObject();
                out.writeNumberField("code", problem.code());
                out.writeStringField("msg", problem.text());
                if (!problem.traceId().isEmpty()) {
                    out.writeStringField("traceID", problem.traceId());
                }
                out.writeEndObject();
            }
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    static HttpResponse failureV3(int status, String text) {
        byte[] body = Json.bytes(out -> {
            out.writeStartObject();
            out.writeObjectFieldStart("error");
            out.writeNumberField("httpCode", status);
            out.writeStringField("message", text);
            out.writeEndObject();
            out.writeEndObject();
        });
        return HttpResponse.of(HttpStatus.valueOf(status), MediaType.JSON, HttpData.wrap(body));
    }
}
