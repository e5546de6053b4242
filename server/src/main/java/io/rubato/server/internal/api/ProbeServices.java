package io.rubato.server.internal.api;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import io.rubato.server.internal.http.PlainText;
import io.rubato.server.internal.metrics.PrometheusText;
import io.rubato.server.internal.tenant.TenantException;
import io.rubato.server.internal.tenant.TenantHeader;
import java.util.function.Function;

/// What probes, Prometheus and Grafana's "Save & test" ask.
final class ProbeServices {
    /// Clients decide by this version which of Tempo's interfaces they use.
    static final String TEMPO_VERSION = "2.10.0";

    private ProbeServices() {}

    /// Whether requests are answered; with `for=ingest`, whether spans are taken.
    static HttpService ready(ServerStatus status) {
        return (ctx, request) -> {
            String purpose = ctx.queryParam("for");
            String reason = switch (purpose) {
                case null -> status.life().reason();
                case "ingest" -> status.refusing().get().orElse("");
                default -> null;
            };
            if (reason == null) {
                return PlainText.of(400, "unknown purpose '" + purpose + "' (expected: for=ingest, or none)");
            }
            return reason.isEmpty()
                    ? PlainText.of(200, "ready\n" + status.loopsText())
                    : QueryRunner.unavailable(reason);
        };
    }

    /// Says that the process runs, as Prometheus does.
    static HttpService healthy() {
        return (ctx, request) -> PlainText.of(200, "Rubato is Healthy.\n");
    }

    static HttpService echo() {
        return (ctx, request) -> PlainText.of(200, "echo\n");
    }

    static HttpService buildInfo(ServerStatus status) {
        byte[] json = Json.bytes(out -> {
            out.writeStartObject();
            out.writeStringField("version", TEMPO_VERSION);
            out.writeStringField("revision", "rubato-" + status.version());
            out.writeStringField("branch", "");
            out.writeStringField("buildUser", "");
            out.writeStringField("buildDate", "");
            out.writeStringField("goVersion", "");
            out.writeEndObject();
        });
        return (ctx, request) -> Answers.json(json);
    }

    static HttpService status(ServerStatus status) {
        return perTenant(status::json);
    }

    /// What is told of the tenants that a request names.
    ///
    /// @param json throws a [TenantException] when it may not
    static HttpService perTenant(Function<String, byte[]> json) {
        return (ctx, request) -> {
            try {
                return Answers.json(json.apply(TenantHeader.of(request)));
            } catch (TenantException e) {
                return QueryFailure.of(e).http();
            }
        };
    }

    /// Figures of the process; those of tenants to who names them.
    static HttpService metrics(ServerStatus status) {
        return (ctx, request) -> {
            boolean open = request.headers().get(HttpHeaderNames.ACCEPT, "").contains("application/openmetrics-text");
            String type = open ? PrometheusText.OPEN_METRICS : PrometheusText.CONTENT_TYPE;
            String tenants = status.hasTenants() ? TenantHeader.of(request) : "";
            try {
                String text = tenants.isEmpty()
                        ? status.registry().text(open)
                        : status.registry().tenantText(tenants, open);
                return HttpResponse.of(
                        ResponseHeaders.of(HttpStatus.OK, HttpHeaderNames.CONTENT_TYPE, type), HttpData.ofUtf8(text));
            } catch (TenantException e) {
                return QueryFailure.of(e).http();
            }
        };
    }
}
