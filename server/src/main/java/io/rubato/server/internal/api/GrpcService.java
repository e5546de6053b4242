package io.rubato.server.internal.api;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.server.internal.http.Body;
import io.rubato.server.internal.http.BodyBudget;
import io.rubato.server.internal.http.BodyException;
import io.rubato.server.internal.http.BodyReader;
import io.rubato.server.internal.http.PlainText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;

/// A gRPC method that takes one message and answers with any number, on a port that speaks HTTP too.
final class GrpcService implements HttpService {
    private static final int LARGEST_MESSAGE = 1 << 20;
    private static final int PREFIX = 5;
    private static final BodyBudget BUDGET = new BodyBudget(64L * LARGEST_MESSAGE);

    /// Answers a message.
    interface Method {
        /// Called on an event loop; must not block. It ends the stream in its own time.
        ///
        /// @throws BadRequest for a message that is none
        void answer(ServiceRequestContext ctx, byte[] message, GrpcStream out) throws IOException;
    }

    private final Method method;

    GrpcService(Method method) {
        this.method = method;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
        String type = request.headers().get("content-type", "");
        if (request.method() != HttpMethod.POST || !type.startsWith(GrpcStream.CONTENT_TYPE)) {
            return PlainText.of(415, "gRPC only: POST with content-type application/grpc (got: '" + type + "')");
        }
        String encoding = request.headers().get("grpc-encoding", "identity");
        GrpcStream out = new GrpcStream();
        CompletableFuture<Void> _ = BodyReader.read(ctx, request, LARGEST_MESSAGE + PREFIX, BUDGET)
                .handle((body, failure) -> {
                    if (failure == null) {
                        answer(ctx, body, encoding, out);
                    } else {
                        out.fail(refused(failure));
                    }
                    return null;
                });
        return out.response();
    }

    /// Answers every gRPC method that is not here, and hands what is not gRPC on.
    static HttpService unknown(HttpService others) {
        return (ctx, request) -> {
            if (!request.headers().get("content-type", "").startsWith(GrpcStream.CONTENT_TYPE)) {
                return others.serve(ctx, request);
            }
            GrpcStream out = new GrpcStream();
            out.fail(new QueryFailure(404, QueryFailure.UNIMPLEMENTED, "no method " + ctx.path()));
            return out.response();
        };
    }

    private void answer(ServiceRequestContext ctx, Body body, String encoding, GrpcStream out) {
        try (body) {
            method.answer(ctx, message(body, encoding), out);
        } catch (BadRequest e) {
            out.fail(QueryFailure.invalid(e.text()));
        } catch (IOException e) {
            out.fail(QueryFailure.invalid("malformed message: " + e.getMessage()));
        } catch (RuntimeException e) {
            out.fail(QueryFailure.of(e));
        }
    }

    private static byte[] message(Body body, String encoding) throws IOException {
        int length = body.length() - PREFIX;
        if (length < 0 || Integer.toUnsignedLong(ByteBuffer.wrap(body.bytes()).getInt(1)) != length) {
            throw new BadRequest("one gRPC message expected in a body of " + body.length() + " bytes");
        }
        if (body.bytes()[0] == 0) {
            return Arrays.copyOfRange(body.bytes(), PREFIX, body.length());
        }
        if (!encoding.equals("gzip")) {
            throw new BadRequest("grpc-encoding '" + encoding + "' is not supported (expected: identity or gzip)");
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body.bytes(), PREFIX, length))) {
            byte[] message = in.readNBytes(LARGEST_MESSAGE);
            if (in.read() >= 0) {
                throw new BadRequest("message is over the limit of " + LARGEST_MESSAGE + " bytes");
            }
            return message;
        }
    }

    private static QueryFailure refused(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause instanceof BodyException refused && refused.reason() == BodyException.Reason.TOO_LARGE
                ? new QueryFailure(413, QueryFailure.RESOURCE_EXHAUSTED, String.valueOf(refused.getMessage()))
                : QueryFailure.invalid(String.valueOf(cause.getMessage()));
    }
}
