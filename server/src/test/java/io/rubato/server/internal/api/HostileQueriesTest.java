package io.rubato.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.rubato.server.Deadline;
import io.rubato.server.Running;
import io.rubato.traceql.TraceQl;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Queries made to take long are answered, or refused with a reason, within a second.
class HostileQueriesTest {
    private static final int MANY = 10_000;

    @TempDir
    private static Path directory;

    private static Running running;

    @BeforeAll
    static void start() {
        running = Running.in(directory);
        ReplayedSpans.send(running);
        // Just not what patterns of nested repetition look for.
        ScopeSpans.Builder spans = ScopeSpans.newBuilder();
        for (int i = 1; i <= 200; i++) {
            spans.addSpans(Span.newBuilder()
                    .setTraceId(ByteString.fromHex("%032x".formatted(0xfff0000 + i)))
                    .setSpanId(ByteString.fromHex("%016x".formatted(0xfff0000 + i)))
                    .setName("name " + i)
                    .setStartTimeUnixNano(i)
                    .addAttributes(KeyValue.newBuilder()
                            .setKey("a")
                            .setValue(AnyValue.newBuilder().setStringValue("a".repeat(1_000 + i) + "!"))));
        }
        TracesData traces = TracesData.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(spans))
                .build();
        running.post(
                running.server.otlpHttpUrl().orElseThrow().resolve("/v1/traces"),
                "application/x-protobuf",
                traces.toByteArray());
        ask("{ name =~ \"warm.*\" }");
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    private static HttpResponse<String> ask(String q) {
        return running.get(Client.path("/api/search", "q", q));
    }

    private static HttpResponse<String> askQuickly(String q) {
        long start = System.nanoTime();
        HttpResponse<String> answer = ask(q);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as(q.substring(0, Math.min(100, q.length())))
                .isLessThan(Deadline.LONGEST);
        return answer;
    }

    @Test
    void regularExpressionsThatBacktrackForEver() {
        for (String pattern :
                new String[] {"(a+)+", "(a|aa)+", "(a|a?)+", "(.*a){12}", "^(([a-z])+.)+[A-Z]([a-z])+$"}) {
            HttpResponse<String> answer = askQuickly("{ span.a =~ `" + pattern + "` }");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).startsWith("{\"traces\":[]");
        }
        assertThat(askQuickly("{ span.a =~ `(a+)+!` }").body()).contains("\"traceID\"");
        HttpResponse<String> grown = askQuickly("{ span.a =~ `((a{1000}){1000}){1000}` }");
        assertThat(grown.statusCode()).isEqualTo(400);
        assertThat(grown.body()).startsWith("invalid TraceQL query: invalid regex: ");
    }

    @Test
    void tenThousandParentheses() {
        for (String q : new String[] {
            "(".repeat(MANY) + "{}" + ")".repeat(MANY),
            "(".repeat(MANY),
            "{ " + "(".repeat(MANY) + ".a" + ")".repeat(MANY) + " }",
            "{ " + "!".repeat(MANY) + ".a }",
        }) {
            HttpResponse<String> answer = askQuickly(q);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("nested too deeply, expected at most 256 levels");
        }
    }

    @Test
    void aHundredAndTwentyEightKilobytes() {
        String text = "{ name = \"" + "x".repeat(TraceQl.MAX_BYTES - 13) + "\" }";
        assertThat(text).hasSize(TraceQl.MAX_BYTES);
        assertThat(askQuickly(text).statusCode()).isEqualTo(200);
        assertThat(askQuickly("{ name = \"call\" }" + " ".repeat(TraceQl.MAX_BYTES - 17))
                        .body())
                .contains("\"traceID\"");
        String list = list(" || ", 8_600);
        assertThat(list.length()).isBetween(TraceQl.MAX_BYTES * 9 / 10, TraceQl.MAX_BYTES);
        HttpResponse<String> some = askQuickly(list);
        assertThat(some.statusCode()).as(some.body()).isEqualTo(200);
        assertThat(some.body()).contains("\"traceID\"");
        assertThat(askQuickly(list(" && ", 8_600)).body()).startsWith("{\"traces\":[]");
        HttpResponse<String> larger = askQuickly(text + " ");
        assertThat(larger.statusCode()).isEqualTo(400);
        assertThat(larger.body()).startsWith("invalid TraceQL query: 131073 bytes exceed the limit of 131072 bytes");
    }

    private static String list(String operator, int names) {
        return IntStream.range(0, names)
                .mapToObj(i -> "name=\"%04d\"".formatted(i))
                .collect(Collectors.joining(operator, "{ name=\"call\"" + operator, " }"));
    }
}
