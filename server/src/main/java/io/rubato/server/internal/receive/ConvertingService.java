package io.rubato.server.internal.receive;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.server.internal.coding.ContentCodings;
import io.rubato.server.internal.http.BodyReader;
import io.rubato.server.internal.http.Origins;
import io.rubato.server.internal.http.PlainText;
import io.rubato.server.internal.tenant.TenantHeader;
import io.rubato.storage.IngestResult;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A receiver over HTTP whose bodies become OTLP before they go to the store: POST, compressed as
/// [io.rubato.server.internal.coding.ContentCoding] lists. The answer is
/// 202 without a body once every span is on disk, 202 with a line of text when some were rejected, and 400 with that
/// line when all were; what is refused whole says so in plain text with the statuses of OTLP over HTTP.
public final class ConvertingService implements HttpService {
    private static final int ACCEPTED = 202;

    private final Intake intake;
    private final Transcoder transcoder;
    private final Receiver receiver;
    private final Function<String, @Nullable Conversion> formats;

    /// @param converting runs conversions; bounded, so that what they hold in memory is
    /// @param formats by media type without parameters, in lower case; null for one that is not taken
    public ConvertingService(
            Intake intake, Executor converting, Receiver receiver, Function<String, @Nullable Conversion> formats) {
        this.intake = intake;
        this.transcoder = new Transcoder(intake, converting, receiver);
        this.receiver = receiver;
        this.formats = formats;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
        if (request.method() != HttpMethod.POST) {
            return PlainText.of(405, "405 method not allowed, supported: [POST]\n")
                    .mapHeaders(headers -> headers.toBuilder()
                            .add(HttpHeaderNames.ALLOW, "POST")
                            .build());
        }
        // Any page may have a browser send text to anywhere; it may not have it send spans.
        if (Origins.isForeign(request)) {
            return refuse(Refusal.foreign("spans are not taken from pages of other sites"));
        }
        String type = request.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
        Conversion conversion = formats.apply(mediaType(type));
        if (conversion == null) {
            return refuse(Refusal.unsupported("content-type '" + type + "' is not supported"));
        }
        Optional<ContentCodings> codings = HttpTraceService.codings(request);
        if (codings.isEmpty()) {
            return refuse(HttpTraceService.unsupported(request));
        }
        String tenant = TenantHeader.of(request);
        return HttpResponse.of(BodyReader.read(ctx, request, intake.limits().maxHttpBody(), intake.budget())
                .thenCompose(body -> transcoder.ingest(tenant, codings.get(), body, conversion))
                .thenApply(this::taken)
                .exceptionally(failure -> {
                    HttpTraceService.stopReading(ctx, request);
                    return answer(intake.refused(receiver, failure));
                }));
    }

    private static String mediaType(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    private HttpResponse taken(IngestResult result) {
        intake.answered(receiver, result); // Zipkin and Jaeger have no field for a warning.
        if (result.rejected() == 0) {
            return HttpResponse.of(ResponseHeaders.of(ACCEPTED));
        }
        String text = result.rejected() + " spans rejected: " + result.message();
        return PlainText.of(result.accepted() == 0 ? 400 : ACCEPTED, text + "\n");
    }

    private HttpResponse refuse(Refusal refusal) {
        intake.refused(receiver, refusal);
        return answer(refusal);
    }

    private static HttpResponse answer(Refusal refusal) {
        HttpResponse response = PlainText.of(refusal.httpStatus(), refusal.text() + "\n");
        return refusal.canRetry()
                ? response.mapHeaders(headers -> headers.toBuilder()
                        .add(HttpHeaderNames.RETRY_AFTER, Long.toString(refusal.retrySeconds()))
                        .build())
                : response;
    }
}
