package io.rubato.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.storage.Snapshot;
import io.rubato.traceql.TraceQl;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Queries over [Shop] and the ids of the spans they find.
class FilterTableTest {
    private final QueryEngine engine = new QueryEngine();
    private final Snapshot shop = Shop.snapshot();

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '~', emptyValue = "", nullValues = "-", textBlock = """
            { }                                                 -> 1 2 3 4 5 11 12
            { true }                                            -> 1 2 3 4 5 11 12
            { false }                                           -> -
            { true || false && false }                          -> -
            { 1 + 1 = 2 }                                       -> 1 2 3 4 5 11 12
            { 2 ^ 3 = 8 }                                       -> 1 2 3 4 5 11 12
            { 2 ^ 3 = 9 }                                       -> -
            { name = "get" }                                    -> 3
            { span:name = "get" }                               -> 3
            { name != "get" }                                   -> 1 2 4 5 11 12
            { name > "call" }                                   -> 3 5 11 12
            { "get" = name }                                    -> 3
            { name =~ "get|job" }                               -> 3 11
            { name =~ "GET.*" }                                 -> 1
            { name =~ "et" }                                    -> -
            { name =~ ".*e.*" }                                 -> 3 5 12
            { name =~ "(?i)get.*" }                             -> 1 3
            { name !~ "[a-z]+" }                                -> 1 4
            { statusMessage =~ "timed.out" }                    -> 2
            { statusMessage = "" }                              -> 1 3 4 5 11 12
            { status = error }                                  -> 2 3
            { status != error }                                 -> 1 4 5 11 12
            { status = unset }                                  -> 4 5 12
            { kind = server }                                   -> 1 3
            { kind != internal }                                -> 1 2 3 4 11
            { duration > 280ms }                                -> 1 2 11
            { duration >= 280ms && duration <= 300ms }          -> 2 3 11
            { duration = 0 }                                    -> 12
            { duration > 0.29s }                                -> 1 2 11
            { 280ms < duration }                                -> 1 2 11
            { span.http.status_code = 200 }                     -> 1
            { span.http.status_code = 200.0 }                   -> 1
            { span.http.status_code = "200" }                   -> 11
            { span.http.status_code != 200 }                    -> 2
            { span.http.status_code > 200ns }                   -> 2
            { !(span.http.status_code = 200) }                  -> 2
            { span.http.status_code =~ "2.." }                  -> 11
            { span.ratio > 0 }                                  -> 2 3
            { span.ratio = 2 }                                  -> 3
            { span.ratio < 0.5 }                                -> 2
            { .env = "prod" }                                   -> 1 5
            { .env != "prod" }                                  -> 2 3 4
            { .env = "override" }                               -> 2
            { .env = nil }                                      -> 11 12
            { .env != nil }                                     -> 1 2 3 4 5
            { resource.env = "prod" }                           -> 1 2 5
            { span.env = "prod" }                               -> -
            { span.env = nil }                                  -> 1 3 4 5 11 12
            { nil != span.env }                                 -> 2
            { resource.shard = 3 }                              -> 1 2 5
            { resource.service.name = "backend" }               -> 3 4
            { resource.service.name != "backend" }              -> 1 2 5 11 12
            { resource.service.name =~ "back.*|work.*" }        -> 3 4 11 12
            { .missing = "x" || .missing != "x" }               -> -
            { span.cached }                                     -> 4
            { !span.cached }                                    -> 1
            { span.cached = false }                             -> 1
            { span.cached != true }                             -> 1
            { !span.env }                                       -> -
            { span.tags = "green" }                             -> 3
            { span.tags != "green" }                            -> 4
            { span.tags =~ "b.*" }                              -> 4
            { span.tags !~ "b.*|g.*" }                          -> -
            { span.items = 7 }                                  -> 3
            { span.items = "7" }                                -> 5
            { span.items = span.limit }                         -> 11
            { span.items + 1 > 10 }                             -> 11
            { span.items * 2 = 14 }                             -> 3
            { -span.items < -8 }                                -> 11
            { span.items / 0 = 1 }                              -> -
            { span.items % 4 = 3 }                              -> 3
            { span.blob != nil }                                -> 4
            { span.blob = "x" || span.blob != "x" }             -> -
            { span.nothing = nil && name = "render" }           -> 5
            { event:name = "retry" }                            -> 2
            { event:name != "retry" }                           -> 2
            { !(event:name = "retry") }                         -> -
            { event.attempt = 2 }                               -> 2
            { event.attempt > 2 }                               -> -
            { event.attempt = 1 && event.cause = "reset" }      -> 2
            { event.cause = nil }                               -> 1 3 4 5 11 12
            { event.exception.message =~ "deadline.*" }         -> 2
            { event:timeSinceStart >= 290ms }                   -> 2
            { event:timeSinceStart > 290ms }                    -> -
            { event.attempt + 1 = 3 }                           -> 2
            { link:spanID = "11" }                              -> 2
            { link:spanID = "0000000000000011" }                -> 2
            { link:traceID = "10000000000000002" }              -> 2
            { link.why = "follows" }                            -> 2
            { span:id = "3" || span:id = "0000000000000004" }   -> 3 4
            { span:id != "3" }                                  -> 1 2 4 5 11 12
            { span:parentID = "01" }                            -> 2 5
            { span:parentID = "" }                              -> 1
            { trace:id = "abc" }                                -> 1 2 3 4 5
            { trace:id = "00000000000000000000000000000ABC" }   -> 1 2 3 4 5
            { trace:id != "abc" }                               -> 11 12
            { trace:duration > 400ms }                          -> 1 2 3 4 5
            { traceDuration = 300ms }                           -> 11 12
            { duration > trace:duration * .7 }                  -> 1 11
            { rootName = "GET /cart" && status = error }        -> 2 3
            { trace:rootService = "frontend" && kind = client } -> 2 4
            { rootServiceName != "frontend" }                   -> -
            { instrumentation:name = "http-lib" }               -> 1 2 5
            { instrumentation:version = "1.2" }                 -> 1 2 5
            { instrumentation.lib.flavour = "sync" }            -> 1 2 5
            { span:childCount = 2 }                             -> 1
            { span:childCount > 0 }                             -> 1 2 3 11
            { nestedSetParent < 0 }                             -> 1
            { nestedSetParent >= 0 }                            -> 2 3 4 5 11 12
            { nestedSetParent = 1 }                             -> 2 5 12
            { nestedSetLeft = 2 }                               -> 2 12
            { nestedSetRight = 10 }                             -> 1
            { name = "get" } | { status = error }               -> 3
            { name = "get" } | { status = ok }                  -> -
            { status = error } | select(span.ratio, name)       -> 2 3
            """)
    void finds(String query, String spans) {
        SearchRequest request = new SearchRequest(TraceQl.parse(query), Long.MIN_VALUE, Long.MAX_VALUE, 20, 20);
        String found = engine.search(shop, request, QueryContext.withTimeout(Duration.ofMinutes(1))).traces().stream()
                .flatMap(trace -> trace.spansets().getFirst().spans().stream())
                .map(Spanset.SpanMatch::spanId)
                .sorted()
                .map(Long::toHexString)
                .collect(Collectors.joining(" "));
        assertThat(found).isEqualTo(spans == null ? "" : spans);
    }
}
