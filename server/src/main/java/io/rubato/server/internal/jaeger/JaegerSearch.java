package io.rubato.server.internal.jaeger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.common.QueryParams;
import io.rubato.query.SearchRequest;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.internal.api.BadRequest;
import io.rubato.server.internal.api.GoDuration;
import io.rubato.server.internal.api.TagConditions;
import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.server.internal.trace.Fields;
import io.rubato.traceql.Expression;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The parameters of both versions' searches. One span must meet all of them; no service means any.
record JaegerSearch(
        String service,
        String operation,
        Map<String, String> tags,
        Optional<Duration> least,
        Optional<Duration> most,
        long startNanos,
        long endNanos,
        int limit) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LOOKBACK = Duration.ofDays(2);
    private static final int USUAL_LIMIT = 100;
    private static final long MICRO = 1_000;

    /// `/api/traces`.
    ///
    /// @throws BadRequest in Jaeger's words
    static JaegerSearch v2(QueryParams parameters, Instant now) {
        long end = micros(parameters, "end", nanos(now));
        Map<String, String> tags = new LinkedHashMap<>();
        for (String tag : parameters.getAll("tag")) {
            int colon = tag.indexOf(':');
            if (colon < 0) {
                throw new BadRequest("malformed 'tag' parameter, expecting key:value, received: " + tag);
            }
            tags.put(tag.substring(0, colon), tag.substring(colon + 1));
        }
        parameters.getAll("tags").forEach(object -> tags.putAll(object("tags", object)));
        return of(
                parameters,
                new String[] {"service", "operation", "minDuration", "maxDuration", "limit"},
                tags,
                micros(parameters, "start", end - LOOKBACK.toNanos()),
                end);
    }

    /// `/api/v3/traces` and `/api/v3/trace-summaries`, in camelCase or snake_case.
    ///
    /// @throws BadRequest in Jaeger's words
    static JaegerSearch v3(QueryParams given) {
        QueryParams parameters = camelCase(given);
        String attributes = parameters.get("query.attributes", "");
        return of(
                parameters,
                new String[] {
                    "query.serviceName",
                    "query.operationName",
                    "query.durationMin",
                    "query.durationMax",
                    "query.searchDepth"
                },
                attributes.isEmpty() ? Map.of() : object("query.attributes", attributes),
                time(parameters, "query.startTimeMin"),
                time(parameters, "query.startTimeMax"));
    }

    private static QueryParams camelCase(QueryParams given) {
        var camel = QueryParams.builder();
        given.forEach((name, value) -> camel.add(
                switch (name) {
                    case "query.service_name" -> "query.serviceName";
                    case "query.operation_name" -> "query.operationName";
                    case "query.start_time_min" -> "query.startTimeMin";
                    case "query.start_time_max" -> "query.startTimeMax";
                    case "query.duration_min" -> "query.durationMin";
                    case "query.duration_max" -> "query.durationMax";
                    case "query.search_depth", "query.num_traces", "query.numTraces" -> "query.searchDepth";
                    default -> name;
                },
                value));
        return camel.build();
    }

    /// @param names of service, operation, shortest, longest and limit
    private static JaegerSearch of(
            QueryParams parameters, String[] names, Map<String, String> tags, long start, long end) {
        Optional<Duration> least = duration(parameters, names[2]);
        Optional<Duration> most = duration(parameters, names[3]);
        checkOrder(least, most, names[2], names[3]);
        return new JaegerSearch(
                parameters.get(names[0], ""),
                parameters.get(names[1], ""),
                tags,
                least,
                most,
                start,
                end,
                limit(parameters, names[4]));
    }

    private static void checkOrder(
            Optional<Duration> least, Optional<Duration> most, String leastName, String mostName) {
        if (least.isPresent() && most.isPresent() && most.get().compareTo(least.get()) < 0) {
            throw new BadRequest("'" + mostName + "' should be greater than '" + leastName + "'");
        }
    }

    /// A TraceQueryParameters of either version, which have the same fields.
    ///
    /// @param fields the message's
    /// @param needsTimes whether both times must be there; otherwise a time that is missing or before 1970, as Go's
    ///     zero time is, is no bound
    /// @throws BadRequest in Jaeger's words
    static JaegerSearch message(Fields fields, boolean needsTimes) throws MalformedOtlpException {
        String[] names = {"", ""};
        Map<String, String> tags = new LinkedHashMap<>();
        Map<Integer, Long> times = new HashMap<>();
        long[] limit = {0};
        fields.each((number, field) -> {
            switch (number) {
                case 1, 2 -> names[number - 1] = field.text();
                case 3 -> {
                    String[] entry = {"", ""};
                    field.message().each((part, text) -> {
                        if (part == 1 || part == 2) {
                            entry[part - 1] = text.text();
                        }
                    });
                    tags.put(entry[0], entry[1]);
                }
                case 4, 5, 6, 7 ->
                    times.put(number, WireTime.of(field.message()).bounded());
                case 8 -> limit[0] = (int) field.number();
                case 10 -> throw new BadRequest("query.filter is not supported, expected the other fields");
                default -> {}
            }
        });
        if (needsTimes && !times.keySet().containsAll(List.of(4, 5))) {
            throw new BadRequest("start time min and max are required parameters");
        }
        if (limit[0] < 0) {
            throw new BadRequest("search_depth: " + limit[0] + " is not above 0");
        }
        Optional<Duration> least = duration(times.get(6));
        Optional<Duration> most = duration(times.get(7));
        checkOrder(least, most, "duration_min", "duration_max");
        long end = times.getOrDefault(5, 0L);
        return new JaegerSearch(
                names[0],
                names[1],
                tags,
                least,
                most,
                times.getOrDefault(4, 0L),
                end == 0 ? Long.MAX_VALUE : end,
                limit[0] == 0 ? USUAL_LIMIT : (int) limit[0]);
    }

    /// Zero is none, for Go's clients send it always.
    private static Optional<Duration> duration(@Nullable Long nanos) {
        return nanos == null || nanos == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
    }

    SearchRequest request(QuerySettings settings) {
        List<Expression> conditions = new ArrayList<>();
        if (!service.isEmpty()) {
            conditions.add(TagConditions.equal(TagConditions.SERVICE, service));
        }
        if (!operation.isEmpty()) {
            conditions.add(TagConditions.equal(TagConditions.NAME, operation));
        }
        tags.forEach((key, value) -> conditions.add(TagSearch.of(key, value)));
        least.ifPresent(duration -> conditions.add(TagConditions.atLeast(duration)));
        most.ifPresent(duration -> conditions.add(TagConditions.atMost(duration)));
        int most = settings.maxResultLimit() == 0 ? limit : Math.min(limit, settings.maxResultLimit());
        return new SearchRequest(TagConditions.allOnOneSpan(conditions), startNanos, endNanos, most, 1);
    }

    private static Map<String, String> object(String parameter, String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        JsonNode object;
        try {
            object = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new BadRequest(
                    "malformed '" + parameter + "' parameter, cannot unmarshal JSON: " + e.getOriginalMessage());
        }
        if (!object.isObject()) {
            throw new BadRequest("malformed '" + parameter + "' parameter, cannot unmarshal JSON: no object");
        }
        object.properties()
                .forEach(each -> pairs.put(each.getKey(), each.getValue().asText()));
        return pairs;
    }

    private static Optional<Duration> duration(QueryParams parameters, String name) {
        String text = parameters.get(name, "");
        return text.isEmpty() ? Optional.empty() : Optional.of(GoDuration.parse(name, text));
    }

    private static int limit(QueryParams parameters, String name) {
        long limit = number(parameters, name, USUAL_LIMIT);
        if (limit <= 0) {
            throw new BadRequest("unable to parse param '" + name + "': " + limit + " is not above 0");
        }
        return (int) Math.min(limit, Integer.MAX_VALUE);
    }

    private static long micros(QueryParams parameters, String name, long fallbackNanos) {
        String text = parameters.get(name, "");
        return text.isEmpty()
                ? fallbackNanos
                : Math.clamp(number(parameters, name, 0), 0, Long.MAX_VALUE / MICRO) * MICRO;
    }

    static long number(QueryParams parameters, String name, long fallback) {
        String text = parameters.get(name, "");
        try {
            return text.isEmpty() ? fallback : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new BadRequest("unable to parse param '" + name + "': '" + text + "' is not a whole number");
        }
    }

    private static long time(QueryParams parameters, String name) {
        @Nullable String text = parameters.get(name);
        if (text == null || text.isEmpty()) {
            throw new BadRequest(name + " is required");
        }
        try {
            return nanos(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException | ArithmeticException e) {
            throw new BadRequest("malformed parameter " + name + ": '" + text + "' is not a time in RFC 3339");
        }
    }

    private static long nanos(Instant time) {
        return ChronoUnit.NANOS.between(Instant.EPOCH, time);
    }
}
