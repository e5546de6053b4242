package io.rubato.server.internal.receive;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.server.internal.coding.ContentCoding;
import io.rubato.server.internal.coding.ContentCodings;
import io.rubato.server.internal.http.Body;
import io.rubato.server.internal.http.BodyReader;
import io.rubato.server.internal.http.PlainText;
import io.rubato.server.internal.otlp.OtlpJsonReader;
import io.rubato.server.internal.otlp.OtlpLimits;
import io.rubato.server.internal.tenant.TenantHeader;
import io.rubato.storage.Compression;
import io.rubato.storage.IngestResult;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/// OTLP over HTTP: `POST /v1/traces` in protobuf or JSON, compressed as [ContentCoding] lists. Protobuf that the store
/// can decompress goes there as it came; all else is converted first, off the event loop.
/// Source: <https://opentelemetry.io/docs/specs/otlp/#otlphttp>
public final class HttpTraceService implements HttpService {
    public static final String PATH = "/v1/traces";

    private static final Receiver RECEIVER = Receiver.OTLP_HTTP;

    private final Intake intake;
    private final Transcoder transcoder;
    private final OtlpJsonReader json;

    /// @param transcoding decodes JSON and what the store cannot decompress; bounded, so that what it holds in memory
    ///     is
    public HttpTraceService(Intake intake, Executor transcoding) {
        this.intake = intake;
        this.transcoder = new Transcoder(intake, transcoding, RECEIVER);
        this.json = new OtlpJsonReader(OtlpLimits.DEFAULT);
    }

    @Override
    public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
        if (request.method() != HttpMethod.POST) {
            return HttpResponse.of(
                    ResponseHeaders.of(
                            HttpStatus.METHOD_NOT_ALLOWED,
                            HttpHeaderNames.CONTENT_TYPE,
                            "text/plain; charset=utf-8",
                            HttpHeaderNames.ALLOW,
                            "POST"),
                    HttpData.ofUtf8("405 method not allowed, supported: [POST]"));
        }
        Optional<HttpFormat> format = HttpFormat.of(request.headers().get(HttpHeaderNames.CONTENT_TYPE, ""));
        if (format.isEmpty()) {
            return PlainText.of(
                    415, "415 unsupported media type, supported: [application/json, application/x-protobuf]");
        }
        return serve(ctx, request, format.get());
    }

    private HttpResponse serve(ServiceRequestContext ctx, HttpRequest request, HttpFormat format) {
        Optional<ContentCodings> codings = codings(request);
        if (codings.isEmpty()) {
            Refusal refusal = unsupported(request);
            intake.refused(RECEIVER, refusal);
            return format.refuse(refusal);
        }
        String tenant = TenantHeader.of(request);
        return HttpResponse.of(BodyReader.read(ctx, request, intake.limits().maxHttpBody(), intake.budget())
                .thenCompose(body -> ingest(tenant, format, codings.get(), body))
                .thenApply(result -> format.taken(intake.answered(RECEIVER, result)))
                .exceptionally(failure -> {
                    stopReading(ctx, request);
                    return format.refuse(intake.refused(RECEIVER, failure));
                }));
    }

    /// Nobody reads the rest of a body that was refused before its end; over HTTP/1 the connection is of no more use.
    static void stopReading(ServiceRequestContext ctx, HttpRequest request) {
        if (!ctx.sessionProtocol().isMultiplex() && !request.isComplete()) {
            CompletableFuture<Void> _ = ctx.initiateConnectionShutdown(0);
        }
    }

    private CompletableFuture<IngestResult> ingest(
            String tenant, HttpFormat format, ContentCodings codings, Body body) {
        Optional<Compression> compression = codings.compression();
        if (format == HttpFormat.PROTOBUF && compression.isPresent()) {
            try (body) {
                return intake.ingest(RECEIVER, tenant, compression.get(), body.bytes(), 0, body.length());
            }
        }
        return transcoder.ingest(tenant, codings, body, format == HttpFormat.JSON ? json::read : protobuf -> protobuf);
    }

    static Optional<ContentCodings> codings(HttpRequest request) {
        return ContentCodings.of(request.headers().getAll(HttpHeaderNames.CONTENT_ENCODING));
    }

    static Refusal unsupported(HttpRequest request) {
        return Refusal.unsupported("content-encoding '%s' is not supported, expected %s"
                .formatted(
                        String.join(", ", request.headers().getAll(HttpHeaderNames.CONTENT_ENCODING)),
                        ContentCoding.SUPPORTED));
    }
}
