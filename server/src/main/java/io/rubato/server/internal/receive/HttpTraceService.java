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
import io.rubato.server.internal.http.Body;
import io.rubato.server.internal.http.BodyException;
import io.rubato.server.internal.http.BodyReader;
import io.rubato.server.internal.http.PlainText;
import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.server.internal.otlp.OtlpJsonReader;
import io.rubato.server.internal.otlp.OtlpLimits;
import io.rubato.server.internal.tenant.TenantHeader;
import io.rubato.storage.Compression;
import io.rubato.storage.IngestResult;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// OTLP over HTTP: `POST /v1/traces` in protobuf or JSON, plain, gzip or zstd. Protobuf goes to the store as it came;
/// JSON becomes protobuf first, off the event loop.
/// Source: <https://opentelemetry.io/docs/specs/otlp/#otlphttp>
public final class HttpTraceService implements HttpService {
    public static final String PATH = "/v1/traces";

    private static final Receiver RECEIVER = Receiver.OTLP_HTTP;

    private final Intake intake;
    private final Executor transcoding;
    private final OtlpJsonReader json;

    /// @param transcoding runs what is done with JSON; bounded, so that what it holds in memory is
    public HttpTraceService(Intake intake, Executor transcoding) {
        this.intake = intake;
        this.transcoding = transcoding;
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
        String encoding = request.headers().get(HttpHeaderNames.CONTENT_ENCODING, "identity");
        Compression compression = compression(encoding);
        if (compression == null) {
            Refusal refusal =
                    Refusal.unsupported("content-encoding '" + encoding + "' is not supported, expected gzip or zstd");
            intake.refused(RECEIVER, refusal);
            return format.refuse(refusal);
        }
        String tenant = TenantHeader.of(request);
        return HttpResponse.of(BodyReader.read(ctx, request, intake.limits().maxHttpBody(), intake.budget())
                .thenCompose(body -> ingest(tenant, format, compression, body))
                .thenApply(result -> {
                    intake.answered(RECEIVER, result);
                    return format.taken(result);
                })
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
            String tenant, HttpFormat format, Compression compression, Body body) {
        return switch (format) {
            case PROTOBUF -> {
                try (body) {
                    yield intake.ingest(RECEIVER, tenant, compression, body.bytes(), 0, body.length());
                }
            }
            case JSON ->
                CompletableFuture.supplyAsync(() -> transcode(compression, body), transcoding)
                        .thenCompose(
                                bytes -> intake.ingest(RECEIVER, tenant, Compression.NONE, bytes, 0, bytes.length));
        };
    }

    private byte[] transcode(Compression compression, Body body) {
        try (body) {
            return json.read(Inflater.inflate(compression, body, intake.limits().maxDecompressed()));
        } catch (MalformedOtlpException e) {
            throw BodyException.malformed(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw BodyException.malformed("body is not " + compression + ": " + e.getMessage());
        }
    }

    static @Nullable Compression compression(String encoding) {
        return switch (encoding) {
            case "identity", "" -> Compression.NONE;
            case "gzip", "x-gzip" -> Compression.GZIP;
            case "zstd" -> Compression.ZSTD;
            default -> null;
        };
    }
}
