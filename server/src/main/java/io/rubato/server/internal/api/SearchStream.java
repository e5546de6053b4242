package io.rubato.server.internal.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import io.rubato.query.ProgressListener;
import io.rubato.query.SearchResult;
import io.rubato.query.TraceMatch;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The answer of a search in lines of JSON: traces once they are final with how far the search has come, four times a
/// second at most and none while the line before waits for a slow client; the last line is what a search that is not
/// streamed answers, with the traces that were not sent yet. Used by the thread that searches.
final class SearchStream implements ProgressListener<SearchResult> {
    private static final long BETWEEN = TimeUnit.MILLISECONDS.toNanos(250);
    private static final ResponseHeaders HEADERS = ResponseHeaders.of(
            HttpStatus.OK,
            HttpHeaderNames.CONTENT_TYPE,
            "application/x-ndjson",
            HttpHeaderNames.CACHE_CONTROL,
            "no-cache",
            // Proxies such as nginx hold answers back otherwise.
            "x-accel-buffering",
            "no");

    private final CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
    private final HttpResponseWriter response = HttpResponse.streaming();
    private CompletableFuture<Void> consumed = CompletableFuture.completedFuture(null);
    private long next = System.nanoTime();
    private int sent;
    private @Nullable TraceMatch last;

    /// Begins with the first line, so that a query that is refused is answered with that status.
    HttpResponse response() {
        return HttpResponse.of(answer);
    }

    /// How many traces were sent, the last line's too.
    int sent() {
        return sent;
    }

    /// The trace that was sent last.
    @Nullable
    TraceMatch last() {
        return last;
    }

    @Override
    public boolean wants() {
        return System.nanoTime() - next >= 0 && consumed.isDone();
    }

    @Override
    public void progressed(SearchResult part, int done, int total) {
        line(Json.bytes(out -> {
            out.writeStartObject();
            traces(out, part.traces());
            out.writeObjectFieldStart("metrics");
            out.writeNumberField("completedJobs", done);
            out.writeNumberField("totalJobs", Math.max(1, total));
            out.writeEndObject();
            out.writeEndObject();
        }));
        next = System.nanoTime() + BETWEEN;
    }

    /// Writes the `traces` of a line.
    void traces(JsonGenerator out, List<TraceMatch> traces) throws IOException {
        out.writeArrayFieldStart("traces");
        for (TraceMatch trace : traces) {
            SearchJson.trace(out, trace, true);
            last = trace;
        }
        out.writeEndArray();
        sent += traces.size();
    }

    void end(byte[] lastLine) {
        line(lastLine);
        response.close();
    }

    void fail(QueryFailure failure) {
        if (answer.complete(failure.http())) {
            return;
        }
        line(Json.bytes(out -> {
            out.writeStartObject();
            out.writeStringField("error", failure.text());
            out.writeEndObject();
        }));
        response.close();
    }

    private void line(byte[] json) {
        if (answer.complete(response)) {
            boolean _ = response.tryWrite(HEADERS);
        }
        boolean _ = response.tryWrite(HttpData.wrap(json));
        boolean _ = response.tryWrite(HttpData.ofAscii("\n"));
        consumed = response.whenConsumed();
    }
}
