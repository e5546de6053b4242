package io.rubato.server.internal.zipkin;

import com.linecorp.armeria.common.QueryParams;
import io.rubato.query.SearchRequest;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.internal.api.BadRequest;
import io.rubato.server.internal.api.TagConditions;
import io.rubato.traceql.Expression;
import io.rubato.traceql.Intrinsic;
import io.rubato.traceql.IntrinsicRef;
import io.rubato.traceql.SpanStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import zipkin2.storage.QueryRequest;

/// The parameters of `/api/v2/traces` as a search. As in Zipkin each of them may be met by another span, if the spans
/// are of the service asked for.
final class ZipkinSearch {
    private static final String LIMIT = "10";
    private static final String WEEK = "604800000";
    private static final long MILLI = 1_000_000;

    private ZipkinSearch() {}

    /// @throws BadRequest in Zipkin's words
    static SearchRequest of(QueryParams parameters, QuerySettings settings, long nowMillis) {
        QueryRequest asked;
        try {
            asked = QueryRequest.newBuilder()
                    .serviceName(parameters.get("serviceName"))
                    .remoteServiceName(parameters.get("remoteServiceName"))
                    .spanName(parameters.get("spanName"))
                    .parseAnnotationQuery(parameters.get("annotationQuery"))
                    .minDuration(number(parameters, "minDuration", null))
                    .maxDuration(number(parameters, "maxDuration", null))
                    .endTs(required(parameters, "endTs", Long.toString(nowMillis)))
                    .lookback(required(parameters, "lookback", WEEK))
                    .limit((int) Math.min(required(parameters, "limit", LIMIT), most(settings)))
                    .build();
        } catch (IllegalArgumentException e) {
            throw new BadRequest(String.valueOf(e.getMessage()));
        }
        long end = Math.min(asked.endTs(), Long.MAX_VALUE / MILLI - 1);
        return new SearchRequest(
                TagConditions.eachOnSomeSpan(conditions(asked)),
                Math.max(0, end - asked.lookback()) * MILLI,
                end * MILLI + MILLI - 1,
                asked.limit(),
                1);
    }

    private static int most(QuerySettings settings) {
        return settings.maxResultLimit() == 0 ? Integer.MAX_VALUE : settings.maxResultLimit();
    }

    private static List<Expression> conditions(QueryRequest asked) {
        List<Expression> conditions = new ArrayList<>();
        if (asked.spanName() != null) {
            conditions.add(TagConditions.equalIgnoringCase(TagConditions.NAME, asked.spanName()));
        }
        if (asked.remoteServiceName() != null) {
            conditions.add(RemoteServices.named(asked.remoteServiceName()));
        }
        asked.annotationQuery().forEach((key, value) -> conditions.add(value.isEmpty() ? has(key) : tag(key, value)));
        if (asked.minDuration() != null) {
            conditions.add(duration(asked.minDuration(), asked.maxDuration()));
        }
        if (asked.serviceName() == null) {
            return conditions;
        }
        Expression service = TagConditions.equalIgnoringCase(TagConditions.SERVICE, asked.serviceName());
        return conditions.isEmpty()
                ? List.of(service)
                : conditions.stream()
                        .map(each -> TagConditions.all(List.of(service, each)))
                        .toList();
    }

    private static Expression duration(long leastMicros, @Nullable Long mostMicros) {
        Expression longEnough = TagConditions.atLeast(micros(leastMicros));
        return mostMicros == null
                ? longEnough
                : TagConditions.all(List.of(longEnough, TagConditions.atMost(micros(mostMicros))));
    }

    private static Duration micros(long micros) {
        return Duration.ofNanos(Math.min(micros, Long.MAX_VALUE / 1_000) * 1_000);
    }

    /// An annotation or a tag.
    private static Expression has(String name) {
        Expression named = TagConditions.or(
                TagConditions.equal(new IntrinsicRef(Intrinsic.EVENT_NAME), name),
                TagConditions.exists(TagConditions.attribute(name)));
        return name.equals(Names.ERROR) ? TagConditions.or(TagConditions.status(SpanStatus.ERROR), named) : named;
    }

    private static Expression tag(String key, String value) {
        Expression attribute = TagConditions.reads(TagConditions.attribute(key), value);
        return switch (key) {
            case Names.STATUS_CODE -> TagConditions.or(attribute, status(value));
            case Names.ERROR ->
                TagConditions.or(
                        attribute,
                        TagConditions.all(List.of(
                                TagConditions.status(SpanStatus.ERROR),
                                TagConditions.equal(new IntrinsicRef(Intrinsic.STATUS_MESSAGE), value))));
            case Names.SCOPE_NAME -> TagConditions.equal(new IntrinsicRef(Intrinsic.INSTRUMENTATION_NAME), value);
            case Names.SCOPE_VERSION -> TagConditions.equal(new IntrinsicRef(Intrinsic.INSTRUMENTATION_VERSION), value);
            default -> attribute;
        };
    }

    private static Expression status(String code) {
        return TagConditions.status(
                switch (code) {
                    case "ERROR" -> SpanStatus.ERROR;
                    case "OK" -> SpanStatus.OK;
                    default -> SpanStatus.UNSET;
                });
    }

    /// @throws BadRequest when it is there and no whole number
    static @Nullable Long number(QueryParams parameters, String name, @Nullable String fallback) {
        String text = parameters.get(name);
        String value = text == null || text.isEmpty() ? fallback : text;
        if (value == null) {
            return null;
        }
        try {
            return Long.valueOf(value);
        } catch (NumberFormatException e) {
            throw new BadRequest("invalid " + name + ": '" + value + "' is not a whole number");
        }
    }

    static long required(QueryParams parameters, String name, String fallback) {
        Long value = number(parameters, name, fallback);
        return value == null ? 0 : value;
    }
}
