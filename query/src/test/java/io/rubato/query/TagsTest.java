package io.rubato.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rubato.query.TagRequest.TagScope;
import io.rubato.query.memory.MemorySnapshot;
import io.rubato.query.memory.MemorySource;
import io.rubato.storage.Snapshot;
import io.rubato.traceql.SpansetFilter;
import io.rubato.traceql.TraceQl;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagsTest {
    private final QueryEngine engine = new QueryEngine();
    private final Snapshot shop = Shop.snapshot();

    private static QueryContext context() {
        return QueryContext.withTimeout(Duration.ofMinutes(1));
    }

    private TagNames names(Snapshot snapshot, @Nullable TagScope scope, String filter, long start, int limit) {
        TagRequest request = new TagRequest(scope, TraceQl.lenientFilter(filter), start, Long.MAX_VALUE, limit);
        return engine.tagNames(snapshot, request, context());
    }

    @Test
    void namesByScope() {
        assertThat(names(shop, null, "", Long.MIN_VALUE, 0).scopes())
                .isEqualTo(Map.of(
                        TagScope.RESOURCE, List.of("env", "service.name", "shard"),
                        TagScope.SPAN,
                                List.of(
                                        "blob",
                                        "cached",
                                        "db.system",
                                        "env",
                                        "http.method",
                                        "http.status_code",
                                        "items",
                                        "limit",
                                        "nothing",
                                        "ratio",
                                        "tags"),
                        TagScope.EVENT, List.of("attempt", "cause", "exception.message"),
                        TagScope.LINK, List.of("why"),
                        TagScope.INSTRUMENTATION, List.of("lib.flavour")));
        assertThat(names(shop, null, "", Long.MIN_VALUE, 0).merged())
                .containsSubsequence("attempt", "blob", "env", "why")
                .doesNotHaveDuplicates();
    }

    @Test
    void namesWithinLimits() {
        assertThat(names(shop, TagScope.SPAN, "", Long.MIN_VALUE, 2).scopes())
                .isEqualTo(Map.of(TagScope.SPAN, List.of("blob", "cached")));
        long later = Shop.START + 600_000_000;
        assertThat(names(shop, null, "", later, 0).scopes())
                .isEqualTo(Map.of(
                        TagScope.RESOURCE, List.of("service.name"),
                        TagScope.SPAN, List.of("http.status_code", "items", "limit")));
        assertThat(names(shop, null, "{ name = `call` && resource.", Long.MIN_VALUE, 0)
                        .scopes())
                .containsEntry(TagScope.SPAN, List.of("env", "http.status_code", "ratio"))
                .containsEntry(TagScope.LINK, List.of("why"));
        assertThat(names(shop, null, "{ name = `render` }", Long.MIN_VALUE, 0).scopes())
                .doesNotContainKeys(TagScope.LINK, TagScope.EVENT)
                .containsEntry(TagScope.SPAN, List.of("items", "nothing"));
    }

    @Test
    void leavesOutWhatIsHidden() {
        for (long seed = 0; seed < 20; seed++) {
            Snapshot hidden = new MemorySnapshot(
                    List.of(new MemorySource(List.of(List.of(Shop.first(), Shop.second())), Set.of(Shop.FIRST), seed)));
            assertThat(names(hidden, null, "", Long.MIN_VALUE, 0).scopes())
                    .isEqualTo(Map.of(
                            TagScope.RESOURCE, List.of("service.name"),
                            TagScope.SPAN, List.of("http.status_code", "items", "limit")));
            TagValuesRequest request = new TagValuesRequest(
                    TraceQl.parseField(".items"), SpansetFilter.ALL.expression(), Long.MIN_VALUE, Long.MAX_VALUE, 0);
            assertThat(engine.tagValues(hidden, request, context()).values())
                    .containsExactly(new TagValue("int", "10"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '~', nullValues = "-", textBlock = """
            resource.service.name  -> -                    -> string backend, string frontend, string worker
            .service.name          -> -                    -> string backend, string frontend, string worker
            .service.name          -> { status = error }   -> string backend, string frontend
            span.items             -> -                    -> int 10, int 7, string 7
            span.ratio             -> -                    -> float 0.25, float 2.0
            span.cached            -> -                    -> bool false, bool true
            span.tags              -> -                    -> string blue, string green, string red
            .env                   -> -                    -> string override, string prod, string test
            .env                   -> { name = `call` }    -> string override
            span.blob              -> -                    -> -
            span.none              -> -                    -> -
            name                   -> { kind = client }    -> string SELECT, string call
            name                   -> { duration > 1h }    -> -
            status                 -> -                    -> keyword error, keyword ok, keyword unset
            status                 -> { name = `get` }     -> keyword error
            kind                   -> -                    -> keyword client, keyword consumer, keyword internal, keyword producer, keyword server, keyword unspecified
            duration               -> -                    -> -
            rootServiceName        -> -                    -> string frontend
            trace:rootName         -> -                    -> string GET /cart
            statusMessage          -> { kind = server }    -> -
            event:name             -> -                    -> string exception, string retry
            event.attempt          -> -                    -> int 1, int 2
            event.attempt          -> { kind = server }    -> -
            link.why               -> -                    -> string follows
            instrumentation:name   -> -                    -> string http-lib, string queue-lib
            instrumentation.lib.flavour -> -               -> string sync
            span:childCount        -> -                    -> int 0, int 1, int 2
            """)
    void valuesOfAField(String field, @Nullable String filter, @Nullable String values) {
        TagValuesRequest request = new TagValuesRequest(
                TraceQl.parseField(field.strip()),
                filter == null ? SpansetFilter.ALL.expression() : TraceQl.lenientFilter(filter),
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                0);
        assertThat(engine.tagValues(shop, request, context()).values().stream()
                        .map(value -> value.type() + " " + value.value())
                        .collect(Collectors.joining(", ")))
                .isEqualTo(values == null ? "" : values);
    }

    @Test
    void valuesWithinALimitAreTheFirst() {
        TagValuesRequest request = new TagValuesRequest(
                TraceQl.parseField("name"), SpansetFilter.ALL.expression(), Long.MIN_VALUE, Long.MAX_VALUE, 2);
        assertThat(engine.tagValues(shop, request, context()).values())
                .containsExactly(new TagValue("string", "GET /cart"), new TagValue("string", "SELECT"));
    }

    @Test
    void searchesByTags() {
        assertThat(found(Map.of("service.name", "front"), null, null)).isEqualTo("abc");
        assertThat(found(Map.of("service.name", "FRONT"), null, null)).isEmpty();
        assertThat(found(Map.of("http.status_code", "200"), null, null)).isEqualTo("10000000000000002 abc");
        assertThat(found(Map.of("root.name", "/ca", "cached", "true"), null, null))
                .isEqualTo("abc");
        assertThat(found(Map.of("name", ".*"), null, null)).isEmpty();
        assertThat(found(Map.of("service.name", "frontend", "db.system", "mysql"), null, null))
                .isEmpty();
        assertThat(found(Map.of("error", "true"), null, null)).isEqualTo("abc");
        assertThat(found(Map.of("status.code", "ok"), Duration.ofMillis(400), null))
                .isEqualTo("abc");
        assertThat(found(Map.of(), null, Duration.ofMillis(300))).isEqualTo("10000000000000002");
        assertThatThrownBy(() -> found(Map.of("status.code", "bad"), null, null))
                .isInstanceOf(QueryException.class)
                .hasMessage("invalid tags: status.code is 'bad' (expected: unset, ok or error)");
    }

    /// Of one trace, but not of one span.
    @Test
    void eachTagMayBeMetByAnotherSpan() {
        String both = found(Map.of("db.system", "postgresql"), null, null);
        assertThat(both).isNotEmpty();
        assertThat(found(Map.of("service.name", "frontend", "db.system", "postgresql"), null, null))
                .isEqualTo(both);
        assertThat(found(Map.of("name", "SELECT", "service.name", "frontend"), null, null))
                .isEqualTo(both);
        assertThat(found(Map.of("error", "true", "status.code", "ok"), null, null))
                .isEqualTo("abc");
        assertThat(found(Map.of("db.system", "postgresql", "service.name", "nobody"), null, null))
                .isEmpty();
    }

    private String found(Map<String, String> tags, @Nullable Duration min, @Nullable Duration max) {
        SearchRequest request =
                new SearchRequest(TagSearch.toQuery(tags, min, max), Long.MIN_VALUE, Long.MAX_VALUE, 20, 3);
        return engine.search(shop, request, context()).traces().stream()
                .map(trace -> trace.traceId().hex().replaceFirst("^0+", ""))
                .collect(Collectors.joining(" "));
    }
}
