package io.rubato.server.internal.api;

import io.rubato.query.MetricsRequest;
import io.rubato.query.MetricsRequest.Exemplars;
import io.rubato.query.QueryException;
import io.rubato.query.TimeSteps;
import io.rubato.server.config.QuerySettings;
import io.rubato.traceql.Pipeline;
import io.rubato.traceql.Query;
import io.rubato.traceql.TraceQl;
import io.rubato.traceql.TraceQlException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// What `/api/metrics/query_range` or `/api/metrics/query` was asked.
final class MetricsParameters {
    private static final long SECOND = 1_000_000_000;
    private static final String USUAL_SINCE = "1h";

    /// Longer numbers are nanoseconds.
    private static final int SECOND_DIGITS = 10;

    private final Parameters parameters;
    private final QuerySettings settings;
    private final long now;

    MetricsParameters(Parameters parameters, QuerySettings settings, Instant now) {
        this.parameters = parameters;
        this.settings = settings;
        this.now = ChronoUnit.NANOS.between(Instant.EPOCH, now);
    }

    /// Unix nanoseconds.
    private record Range(long start, long end) {}

    /// Points on multiples of the step. The one whose interval is still filling is the last: what has been taken in
    /// is in the answer at once.
    MetricsRequest range() {
        Query query = query();
        Range range = bounds();
        String step = parameters.text("step");
        long wanted = step == null ? 0 : step(step);
        long end = range.end > now && range.start < now ? now : range.end;
        long nanos = wanted == 0 ? TimeSteps.usualStep(range.start, end) : wanted;
        return request(query, () -> TimeSteps.aligned(range.start, end, nanos), exemplars());
    }

    /// One number for the whole range, however its ends are written.
    MetricsRequest instant() {
        Query query = query();
        Range range = bounds();
        return request(query, () -> TimeSteps.whole(range.start, range.end), Exemplars.NONE);
    }

    /// Makes the time axis.
    private interface Axis {
        TimeSteps make();
    }

    private MetricsRequest request(Query query, Axis axis, Exemplars exemplars) {
        int most = settings.metrics().maxResponseSeries();
        int wanted = parameters.count("maxSeries");
        int series = wanted == 0 || (most > 0 && wanted > most) ? most : wanted;
        try {
            return new MetricsRequest(query, axis.make(), exemplars, series);
        } catch (QueryException e) {
            throw new BadRequest(String.valueOf(e.getMessage()));
        }
    }

    private Exemplars exemplars() {
        int wanted = parameters.count("exemplars");
        int most = settings.metrics().maxExemplars();
        return new Exemplars(wanted == 0 ? most : Math.min(wanted, most), most);
    }

    /// `query` is what Grafana 10 calls it.
    private Query query() {
        String q = parameters.text("q");
        String text = q == null ? parameters.text("query") : q;
        if (text == null) {
            throw new BadRequest("invalid TraceQL query: q is missing (expected: a metrics query)");
        }
        SearchParameters.checkLength(text, settings);
        try {
            Query query = TraceQl.parse(text);
            if (query.body() instanceof Pipeline) {
                throw new BadRequest("not a metrics query");
            }
            return query;
        } catch (TraceQlException e) {
            throw new BadRequest("invalid TraceQL query: " + e.getMessage());
        }
    }

    private Range bounds() {
        Long end = time("end");
        Long start = time("start");
        long until = end == null ? now : end;
        long from = start == null ? until - since() : start;
        if (from >= until) {
            throw new BadRequest("end must be greater than start");
        }
        Duration longest = settings.metrics().maxDuration();
        if (!longest.isZero() && until - from > longest.toNanos()) {
            throw new BadRequest(
                    "metrics query time range exceeds the maximum allowed duration of " + GoDuration.format(longest));
        }
        return new Range(from, until);
    }

    private long since() {
        String since = parameters.text("since");
        return GoDuration.prometheus("since", since == null ? USUAL_SINCE : since)
                .toNanos();
    }

    /// Unix seconds, whole or not, Unix nanoseconds, or a date and time of RFC 3339.
    private @Nullable Long time(String name) {
        String text = parameters.text(name);
        if (text == null) {
            return null;
        }
        try {
            if (text.matches("[0-9]{1,19}")) {
                long number = Long.parseLong(text);
                return text.length() <= SECOND_DIGITS ? number * SECOND : number;
            }
            if (text.matches("[0-9]{1,10}\\.[0-9]{1,18}")) {
                BigDecimal seconds = new BigDecimal(text);
                return seconds.multiply(BigDecimal.valueOf(SECOND)).longValue();
            }
            Instant instant = OffsetDateTime.parse(text).toInstant();
            return ChronoUnit.NANOS.between(Instant.EPOCH, instant);
        } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
            throw new BadRequest("invalid " + name + ": '" + text
                    + "' is not a time (expected: Unix seconds or nanoseconds, or RFC 3339)");
        }
    }

    /// Seconds, whole or not, or a duration.
    private static long step(String text) {
        long nanos = text.matches("[0-9]{1,9}(\\.[0-9]{1,18})?")
                ? new BigDecimal(text).multiply(BigDecimal.valueOf(SECOND)).longValue()
                : GoDuration.prometheus("step", text).toNanos();
        if (nanos == 0) {
            throw new BadRequest("invalid step: '" + text + "' is shorter than a nanosecond");
        }
        return nanos;
    }
}
