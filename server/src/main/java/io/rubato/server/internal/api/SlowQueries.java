package io.rubato.server.internal.api;

import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.server.internal.tenant.TenantHeader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/// The slowest queries of the last hour. Safe for concurrent use.
final class SlowQueries {
    static final int KEPT = 50;
    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final int CLIENT_LEFT = 499;
    private static final int LONGEST_TEXT = 2_000;

    private final List<Slow> slowest = new ArrayList<>();

    /// A query that was answered, or refused.
    ///
    /// @param tenants as the request named them
    /// @param query TraceQL, or what else was asked for
    /// @param start as it was given, or empty
    /// @param end as it was given, or empty
    record Slow(
            Instant at,
            String tenants,
            String route,
            String query,
            String start,
            String end,
            int status,
            long micros) {}

    /// Remembers a request that has been answered, if few were slower.
    void answered(String route, ServiceRequestContext ctx, RequestLog log) {
        QueryParams parameters = ctx.queryParams();
        String query = parameters.get("q", parameters.get("query", parameters.get("tags", "")));
        int status = log.responseHeaders().status().code();
        keep(new Slow(
                Instant.ofEpochMilli(log.requestStartTimeMillis()),
                TenantHeader.of(ctx.request()),
                route,
                shortened(query.isEmpty() ? ctx.path() : query),
                shortened(parameters.get("start", "")),
                shortened(parameters.get("end", "")),
                status == 0 ? CLIENT_LEFT : status,
                log.totalDurationNanos() / 1_000));
    }

    synchronized void keep(Slow query) {
        Instant oldest = query.at().minus(REMEMBERED);
        slowest.removeIf(known -> known.at().isBefore(oldest));
        slowest.add(query);
        if (slowest.size() > KEPT) {
            slowest.sort(Comparator.comparingLong(Slow::micros).reversed());
            slowest.removeLast();
        }
    }

    /// The slowest first.
    ///
    /// @param visible whether the queries of some tenants are shown
    synchronized List<Slow> slowest(Instant now, Predicate<String> visible) {
        return slowest.stream()
                .filter(known -> visible.test(known.tenants()))
                .filter(known -> !known.at().isBefore(now.minus(REMEMBERED)))
                .sorted(Comparator.comparingLong(Slow::micros).reversed())
                .toList();
    }

    byte[] json(Instant now, Predicate<String> visible) {
        return Json.bytes(out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("queries");
            for (Slow query : slowest(now, visible)) {
                out.writeStartObject();
                out.writeNumberField("at", query.at().toEpochMilli());
                out.writeStringField("route", query.route());
                out.writeStringField("query", query.query());
                Json.textField(out, "start", query.start());
                Json.textField(out, "end", query.end());
                out.writeNumberField("status", query.status());
                out.writeNumberField("micros", query.micros());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }
}
