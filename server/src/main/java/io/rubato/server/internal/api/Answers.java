package io.rubato.server.internal.api;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Consumer;

/// Answers with a body that is already there.
public final class Answers {
    static final String PROTOBUF = "application/protobuf";

    /// Asks for short JSON, meant for language models.
    static final String LLM = "application/vnd.grafana.llm";

    private Answers() {}

    /// Where warnings about a query are, one to a line: Tempo's answers have no room for them, and strict clients
    /// refuse
    /// what they do not know.
    private static final String WARNING = "x-rubato-warning";

    public static HttpResponse warned(HttpResponse response, List<String> warnings) {
        return warnings.isEmpty()
                ? response
                : response.mapHeaders(headers -> {
                    ResponseHeadersBuilder more = headers.toBuilder();
                    warnings.forEach(warning -> more.add(WARNING, warning.replaceAll("[^ -~]", "?")));
                    return more.build();
                });
    }

    public static HttpResponse json(byte[] body) {
        return HttpResponse.of(HttpStatus.OK, MediaType.JSON, HttpData.wrap(body));
    }

    /// @param parts writes messages of one type; one after the other they are a message that holds all
    static HttpResponse protobufParts(Consumer<Consumer<byte[]>> parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        parts.accept(body::writeBytes);
        return protobuf(body.toByteArray());
    }

    static boolean wantsProtobuf(HttpRequest request) {
        return request.headers().get(HttpHeaderNames.ACCEPT, "").contains(PROTOBUF);
    }

    static HttpResponse protobuf(byte[] body) {
        return of(PROTOBUF, body);
    }

    static HttpResponse llm(byte[] body) {
        return of(LLM + "+json", body);
    }

    private static HttpResponse of(String type, byte[] body) {
        return HttpResponse.of(
                ResponseHeaders.of(HttpStatus.OK, HttpHeaderNames.CONTENT_TYPE, type), HttpData.wrap(body));
    }
}
