package io.rubato.bench;

import io.rubato.generator.span.OtlpReader;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The Tempo HTTP API of a server, as far as the bench asks it. Safe for use by several threads.
final class QueryApi implements AutoCloseable {
    /// An answer.
    ///
    /// @param status HTTP status
    /// @param found spans of a trace, traces of a search, samples of series, edges of a graph, names or values of
    ///     tags; 0 for a status other than 200
    /// @param text the body, where it is text
    record Answer(int status, int found, String text) {}

    private static final Pattern TRACE = Pattern.compile("\"traceID\"\\s*:");
    private static final Pattern VALUE = Pattern.compile("\"value\"\\s*:");
    private static final Pattern SAMPLE = Pattern.compile("\"timestampMs\":\"\\d+\",\"value\"");
    private static final Pattern EDGE = Pattern.compile("\"client\"\\s*:");
    private static final Pattern TAGS = Pattern.compile("\"tags\"\\s*:\\s*\\[([^]]*)]");
    private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"");

    private final URI base;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    /// `base` is such as `http://127.0.0.1:3200`.
    QueryApi(URI base) {
        this.base = base;
    }

    /// All spans of a trace, asked for as protobuf.
    Answer trace(String traceId) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = get("/api/traces/" + traceId, "application/protobuf");
        boolean found = response.statusCode() == 200;
        // A tempopb.Trace has the shape of TracesData: ResourceSpans in field 1.
        int spans = found ? OtlpReader.read(response.body()).size() : 0;
        return new Answer(response.statusCode(), spans, "");
    }

    Answer search(String traceQl, int limit, long startSecond, long endSecond)
            throws IOException, InterruptedException {
        return counted("/api/search?q=" + encode(traceQl) + "&limit=" + limit + range(startSecond, endSecond), TRACE);
    }

    /// Series over time; counts samples that are not zero.
    Answer series(String traceQl, long startSecond, long endSecond) throws IOException, InterruptedException {
        return counted("/api/metrics/query_range?q=" + encode(traceQl) + range(startSecond, endSecond), SAMPLE);
    }

    /// Who calls whom; counts edges.
    Answer graph(long startSecond, long endSecond) throws IOException, InterruptedException {
        return counted("/api/rubato/graph?q=%7B%7D" + range(startSecond, endSecond), EDGE);
    }

    Answer tagNames(long startSecond, long endSecond) throws IOException, InterruptedException {
        HttpResponse<byte[]> response =
                get("/api/v2/search/tags?limit=5000" + range(startSecond, endSecond), "application/json");
        int names = 0;
        String text = new String(response.body(), StandardCharsets.UTF_8);
        Matcher tags = TAGS.matcher(text);
        while (tags.find()) {
            names += (int) TEXT.matcher(tags.group(1)).results().count();
        }
        return new Answer(response.statusCode(), names, text);
    }

    Answer tagValues(String tag, long startSecond, long endSecond) throws IOException, InterruptedException {
        String path = "/api/v2/search/tag/" + encode(tag) + "/values?limit=1000";
        return counted(path + range(startSecond, endSecond), VALUE);
    }

    /// The text of an answer, whatever its status.
    String text(String path) throws IOException, InterruptedException {
        return new String(get(path, "*/*").body(), StandardCharsets.UTF_8);
    }

    boolean ready() throws InterruptedException {
        try {
            return get("/ready", "*/*").statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private Answer counted(String path, Pattern item) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = get(path, "application/json");
        String text = new String(response.body(), StandardCharsets.UTF_8);
        int found = response.statusCode() == 200
                ? (int) item.matcher(text).results().count()
                : 0;
        return new Answer(response.statusCode(), found, text);
    }

    private HttpResponse<byte[]> get(String path, String accept) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(60))
                .header("Accept", accept)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String range(long startSecond, long endSecond) {
        return "&start=" + startSecond + "&end=" + endSecond;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
