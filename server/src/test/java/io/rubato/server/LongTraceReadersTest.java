package io.rubato.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Twelve readers at once of a trace of 500,000 spans, over each API, while spans come in as fast as they are taken: a
/// process with a small heap lives on, and every answer is whole or a clear refusal.
@Tag("slow")
class LongTraceReadersTest {
    private static final String HEAP = System.getProperty("rubato.test.heap", "768m");
    private static final int READERS = 12;
    private static final int SPANS = 500_000;
    private static final int BATCH = 10_000;
    private static final String LONG = "0000000000000000000000000000a001";
    private static final String OTHER = "0000000000000000000000000000a002";
    private static final Set<Integer> REFUSALS = Set.of(413, 422, 429, 503, 504);

    @TempDir
    private Path directory;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicLong taken = new AtomicLong();
    private final long now = System.currentTimeMillis() * 1_000_000;
    private @Nullable ServedProcess started;

    @BeforeEach
    void start() throws Exception {
        started = ServedProcess.start(directory, HEAP);
        for (String trace : List.of(LONG, OTHER)) {
            for (int from = 0; from < SPANS; from += BATCH) {
                byte[] body = spans(trace, from, from + BATCH);
                while (send(body) != 200) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    @AfterEach
    void stop() {
        stopped.set(true);
        readers.shutdownNow();
        client.shutdownNow();
        if (started != null) {
            started.close();
        }
    }

    private ServedProcess process() {
        return Objects.requireNonNull(started);
    }

    private int send(byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(process().otlp.resolve("/v1/traces"))
                .header("content-type", "application/x-protobuf")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private byte[] spans(String trace, int from, int to) {
        ScopeSpans.Builder scope = ScopeSpans.newBuilder();
        ByteString traceId = ByteString.fromHex(trace);
        for (int i = from; i < to; i++) {
            scope.addSpans(Span.newBuilder()
                    .setTraceId(traceId)
                    .setSpanId(id(i + 1L))
                    .setParentSpanId(i == 0 ? ByteString.EMPTY : id((i + 1L) / 2))
                    .setName("step")
                    .setStartTimeUnixNano(now + i)
                    .setEndTimeUnixNano(now + i + 1_000));
        }
        KeyValue service = KeyValue.newBuilder()
                .setKey("service.name")
                .setValue(AnyValue.newBuilder().setStringValue("long"))
                .build();
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(service))
                        .addScopeSpans(scope))
                .build()
                .toByteArray();
    }

    private static ByteString id(long number) {
        return ByteString.copyFrom(
                ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
    }

    /// Sends short traces until the test ends.
    private void ingest() {
        for (long i = 1; !stopped.get(); i++) {
            try {
                if (send(spans("%032x".formatted(0xb0000 + i), 0, 200)) == 200) {
                    taken.addAndGet(200);
                }
            } catch (IOException e) {
                if (!stopped.get()) {
                    throw new UncheckedIOException(e);
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static String q(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    /// Each API's dearest question about the trace.
    private Map<String, HttpRequest.Builder> questions() {
        String range = "start=" + (now / 1_000_000_000 - 600) + "&end=" + (now / 1_000_000_000 + 600);
        String millis = "endTs=" + (now / 1_000_000 + 600_000) + "&lookback=1200000";
        String v3 = "query.serviceName=long&query.startTimeMin="
                + java.time.Instant.ofEpochMilli(now / 1_000_000 - 600_000) + "&query.startTimeMax="
                + java.time.Instant.ofEpochMilli(now / 1_000_000 + 600_000) + "&query.searchDepth=20";
        String micros = "start=" + (now / 1_000 - 600_000_000L) + "&end=" + (now / 1_000 + 600_000_000L);
        Map<String, HttpRequest.Builder> all = new LinkedHashMap<>();
        all.put("tempo v1", get("/api/traces/" + LONG));
        all.put("tempo v1 protobuf", get("/api/traces/" + LONG).header("accept", "application/protobuf"));
        all.put("tempo v2", get("/api/v2/traces/" + LONG));
        all.put("tempo v2 protobuf", get("/api/v2/traces/" + LONG).header("accept", "application/protobuf"));
        all.put("tempo v2 short", get("/api/v2/traces/" + LONG).header("accept", "application/vnd.grafana.llm"));
        all.put("tempo v2 filtered", get("/api/v2/traces/" + LONG + "?q=" + q("{ name = \"step\" }")));
        all.put(
                "diff",
                get("/api/v2/traces/diff")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"base\":{\"traceId\":\"" + LONG
                                + "\"},\"compare\":{\"traceId\":\"" + OTHER + "\"}}")));
        all.put(
                "search",
                get("/api/search?limit=1000&spss=100&" + range + "&q="
                        + q("{ resource.service.name = \"long\" } | by(span:id) | select(name, span:parentID)")));
        all.put("extended search", get("/api/rubato/search?sort=duration&total=true&" + range + "&q=" + q("{}")));
        all.put("jaeger v2", get("/jaeger/api/traces/" + LONG));
        all.put("jaeger v2 search", get("/jaeger/api/traces?service=long&limit=20&" + micros));
        all.put("jaeger v3", get("/api/v3/traces/" + LONG));
        all.put("jaeger v3 search", get("/api/v3/traces?" + v3));
        all.put("jaeger summaries", get("/api/v3/trace-summaries?" + v3));
        all.put("zipkin", get("/api/v2/trace/" + LONG));
        all.put("zipkin search", get("/api/v2/traces?serviceName=long&" + millis));
        all.put("zipkin many", get("/api/v2/traceMany?traceIds=" + LONG + "," + OTHER));
        all.put("tag values", get("/api/v2/search/tag/" + q("span:id") + "/values?limit=0&" + range));
        all.put("tag names", get("/api/v2/search/tags?" + range + "&q=" + q("{ name = \"step\" }")));
        all.put("metrics", get("/api/metrics/query_range?step=1s&" + range + "&q=" + q("{} | rate() by (span:id)")));
        all.put(
                "prometheus",
                get("/api/v1/query?query=" + q("sum by (span_name) (rate(traces_spanmetrics_calls_total[10m]))")));
        all.put("graph", get("/api/rubato/graph?" + range));
        all.put("operations", get("/api/rubato/operations?service=long&" + range));
        return all;
    }

    private HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(URI.create(process().api + path));
    }

    /// An answer, by what it is and says.
    private record Answer(int status, long bytes, String text) {}

    @Test
    void everyAnswerIsWholeOrAClearRefusal() {
        CompletableFuture<Void> ingesting = CompletableFuture.runAsync(this::ingest, readers);
        List<String> report = new ArrayList<>();
        questions().forEach((name, question) -> {
            long before = taken.get();
            HttpRequest request = question.build();
            List<CompletableFuture<Answer>> asked = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                asked.add(CompletableFuture.supplyAsync(() -> ask(name, request), readers));
            }
            Map<Integer, Integer> byStatus = new TreeMap<>();
            for (CompletableFuture<Answer> each : asked) {
                Answer answer = each.join();
                byStatus.merge(answer.status(), 1, Integer::sum);
                if (answer.status() != 200) {
                    assertThat(REFUSALS).as("%s: %s", name, answer).contains(answer.status());
                    assertThat(answer.text()).as(name).isNotBlank();
                }
            }
            String line = "%s: %s, %d spans taken meanwhile".formatted(name, byStatus, taken.get() - before);
            report.add(line);
            System.err.println(line);
            assertThat(process().isAlive())
                    .as("alive after %s: %s", name, report)
                    .isTrue();
        });
        assertThat(ingesting).isNotDone();
        assertThat(taken.get()).isPositive();
        Await.until("all memory is given back", () -> memory() == 0);
        for (String path : List.of(
                "/api/traces/" + LONG,
                "/api/v2/traces/" + LONG,
                "/jaeger/api/traces/" + LONG,
                "/api/v3/traces/" + LONG,
                "/api/v2/trace/" + LONG)) {
            assertThat(ask(path, get(path).build()).status()).as(path).isEqualTo(200);
        }
    }

    private long memory() {
        try {
            String metrics = client.send(get("/metrics").build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            return metrics.lines()
                    .filter(line -> line.startsWith("rubato_queries_memory_bytes "))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' '))))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Reads an answer to its end, which a broken one does not have.
    private Answer ask(String name, HttpRequest request) {
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            CRC32 sum = new CRC32();
            long bytes = 0;
            byte[] piece = new byte[64 << 10];
            StringBuilder text = new StringBuilder();
            try (InputStream body = response.body()) {
                for (int read = body.read(piece); read >= 0; read = body.read(piece)) {
                    bytes += read;
                    sum.update(piece, 0, read);
                    if (response.statusCode() != 200) {
                        text.append(new String(piece, 0, read, UTF_8));
                    }
                }
            }
            return new Answer(response.statusCode(), bytes, text.toString());
        } catch (IOException e) {
            throw new AssertionError(name + ": the answer is broken", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
