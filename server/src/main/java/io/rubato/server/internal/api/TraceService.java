package io.rubato.server.internal.api;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.internal.http.PlainText;
import io.rubato.server.internal.otlp.CompleteTrace;
import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.server.internal.otlp.TraceByIdResponse;
import io.rubato.server.internal.otlp.TraceJsonWriter;
import io.rubato.storage.model.TraceId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// `/api/traces/{id}` and `/api/v2/traces/{id}`: a whole trace in JSON or, to who accepts it, protobuf. A trace that is
/// not stored is 404 without a body in version 1, and 200 with an empty trace in version 2.
final class TraceService extends AbstractHttpService {
    private final QueryRunner runner;
    private final QuerySettings settings;
    private final boolean enveloped;

    /// @param enveloped whether the trace comes in an envelope (version 2)
    TraceService(QueryRunner runner, QuerySettings settings, boolean enveloped) {
        this.runner = runner;
        this.settings = settings;
        this.enveloped = enveloped;
    }

    @Override
    protected HttpResponse doGet(ServiceRequestContext ctx, HttpRequest request) {
        String path = ctx.path();
        TraceId id;
        try {
            id = id(path.substring(path.lastIndexOf('/') + 1));
        } catch (BadRequest e) {
            return PlainText.of(400, e.text());
        }
        boolean protobuf = request.headers().get(HttpHeaderNames.ACCEPT, "").contains("application/protobuf");
        return runner.run(ctx, settings.traceByIdTimeout(), (snapshot, context) -> {
            byte[] trace = snapshot.trace(id);
            return enveloped ? enveloped(trace, protobuf) : bare(trace, protobuf);
        });
    }

    /// @throws BadRequest with Tempo's words
    static TraceId id(String hex) {
        for (int i = 0; i < hex.length(); i++) {
            if (!HexFormat.isHexDigit(hex.charAt(i))) {
                throw new BadRequest("trace IDs can only contain hex characters: invalid character '" + hex.charAt(i)
                        + "' at position " + (i + 1));
            }
        }
        if (hex.length() > 2 * TraceId.BYTES) {
            throw new BadRequest("trace IDs can't be larger than 128 bits");
        }
        return TraceId.parse(hex);
    }

    private static HttpResponse bare(byte @Nullable [] trace, boolean protobuf)
            throws IOException, MalformedOtlpException {
        if (trace == null) {
            return HttpResponse.of(ResponseHeaders.of(HttpStatus.NOT_FOUND));
        }
        if (protobuf) {
            return Answers.protobuf(CompleteTrace.of(trace));
        }
        ByteArrayOutputStream json = new ByteArrayOutputStream(2 * trace.length);
        TraceJsonWriter.writeV1(trace, json);
        return Answers.json(json.toByteArray());
    }

    private static HttpResponse enveloped(byte @Nullable [] trace, boolean protobuf)
            throws IOException, MalformedOtlpException {
        byte[] complete = trace == null ? new byte[0] : CompleteTrace.of(trace);
        byte[] response = new TraceByIdResponse(complete.length, false, "").toProtobuf(complete);
        if (protobuf) {
            return Answers.protobuf(response);
        }
        ByteArrayOutputStream json = new ByteArrayOutputStream(2 * response.length);
        TraceJsonWriter.writeV2(response, json);
        return Answers.json(json.toByteArray());
    }
}
