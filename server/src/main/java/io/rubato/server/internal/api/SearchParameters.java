package io.rubato.server.internal.api;

import io.rubato.query.SearchRequest;
import io.rubato.query.TagSearch;
import io.rubato.server.config.QuerySettings;
import io.rubato.traceql.MetricsPipeline;
import io.rubato.traceql.Query;
import io.rubato.traceql.TraceQl;
import io.rubato.traceql.TraceQlException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What `/api/search` was asked.
///
/// @param byTags whether it was a search by tags, whose answer has no spansets
public record SearchParameters(SearchRequest request, boolean byTags) {
    private static final Set<String> KNOWN =
            Set.of("q", "tags", "minDuration", "maxDuration", "limit", "start", "end", "since", "spss");

    /// @throws BadRequest with Tempo's words
    static SearchParameters of(Parameters parameters, QuerySettings settings) {
        String q = parameters.text("q");
        Map<String, String> tags = tags(parameters, q);
        boolean byTags = q == null && (!tags.isEmpty() || hasDuration(parameters));
        Query query = q == null ? byTags(parameters, tags) : parse(q, settings);
        Parameters.Range range = parameters.range(settings.maxDuration());
        return new SearchParameters(
                new SearchRequest(
                        query,
                        range.startNanos(),
                        range.endNanos(),
                        limit(parameters, settings),
                        spansPerSpanset(parameters, settings)),
                byTags);
    }

    private static boolean hasDuration(Parameters parameters) {
        return parameters.text("minDuration") != null || parameters.text("maxDuration") != null;
    }

    private static Map<String, String> tags(Parameters parameters, @Nullable String q) {
        String tags = parameters.text("tags");
        if (tags != null) {
            if (q != null) {
                throw new BadRequest("invalid request: can't specify tags and q in the same query");
            }
            return LogFmt.parse(tags);
        }
        Map<String, String> legacy = new LinkedHashMap<>();
        if (q == null && parameters.text("start") == null && parameters.text("end") == null) {
            parameters.all().forEach((name, value) -> {
                if (!KNOWN.contains(name) && !value.isEmpty()) {
                    legacy.put(name, value);
                }
            });
        }
        return legacy;
    }

    private static Query byTags(Parameters parameters, Map<String, String> tags) {
        Duration shortest = parameters.duration("minDuration");
        Duration longest = parameters.duration("maxDuration");
        if (shortest != null && longest != null && longest.compareTo(shortest) <= 0) {
            throw new BadRequest("invalid maxDuration: must be greater than minDuration");
        }
        return TagSearch.toQuery(tags, shortest, longest);
    }

    static void checkLength(String q, QuerySettings settings) {
        int bytes = q.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > settings.maxQueryExpressionSizeBytes()) {
            throw new BadRequest("invalid TraceQL query: " + bytes + " bytes exceed the limit of "
                    + settings.maxQueryExpressionSizeBytes() + " bytes");
        }
    }

    public static Query parse(String q, QuerySettings settings) {
        checkLength(q, settings);
        try {
            Query query = TraceQl.parse(q);
            return query.body() instanceof MetricsPipeline metrics ? new Query(metrics.source(), query.hints()) : query;
        } catch (TraceQlException e) {
            throw new BadRequest("invalid TraceQL query: " + e.getMessage());
        }
    }

    private static int limit(Parameters parameters, QuerySettings settings) {
        long limit = parameters.number("limit", settings.defaultResultLimit());
        if (limit <= 0) {
            throw new BadRequest("invalid limit: must be a positive number");
        }
        int most = settings.maxResultLimit();
        if (most > 0 && limit > most) {
            throw new BadRequest("limit " + limit + " exceeds max limit " + most);
        }
        return (int) Math.min(limit, Integer.MAX_VALUE);
    }

    private static int spansPerSpanset(Parameters parameters, QuerySettings settings) {
        long spans = parameters.number("spss", 0);
        if (spans < 0) {
            throw new BadRequest("invalid spss: must be a non-negative number");
        }
        int most = settings.maxSpansPerSpanSet();
        if (most > 0 && spans > most) {
            throw new BadRequest("spans per span set exceeds " + most + ". received " + spans);
        }
        return spans == 0 ? settings.defaultSpansPerSpanSet() : (int) Math.min(spans, Integer.MAX_VALUE);
    }
}
