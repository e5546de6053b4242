package io.rubato.server.internal.api;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.QueryException;
import io.rubato.query.SearchRequest;
import io.rubato.query.TraceMatch;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.internal.http.PlainText;
import io.rubato.server.internal.life.Life;
import io.rubato.server.internal.metrics.Loops;
import io.rubato.server.internal.metrics.PrometheusText;
import io.rubato.server.internal.tenant.StoredSpans;
import io.rubato.server.internal.tenant.Stores;
import io.rubato.server.internal.tenant.TenantException;
import io.rubato.server.internal.tenant.TenantHeader;
import io.rubato.storage.DamagedException;
import io.rubato.storage.Snapshot;
import io.rubato.storage.loop.Loop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// `/api/rubato/tail`: traces that match `q`, as they come in, as server-sent events. One thread serves all clients: it
/// looks, when something has come in, at heads, joined traces and blocks with spans that came in since it last looked.
/// Of each look a client gets the 500 traces that started last, at most. Safe for concurrent use; closed by whoever
/// made it.
public final class Tails implements HttpService, AutoCloseable {
    private static final int MOST = 64;
    private static final int TRACES_AT_ONCE = 500;
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);
    private static final Duration ALIVE = Duration.ofSeconds(15);

    private final Life life;
    private final QueryEngine engine = new QueryEngine();
    private final QuerySettings settings;
    private final List<Tail> tails = new CopyOnWriteArrayList<>();
    private final Loops loops;
    private final Loop loop = Loop.every(LOOK, "tail", this::look);

    public Tails(Life life, QuerySettings settings, Loops loops) {
        this.life = life;
        this.settings = settings;
        this.loops = loops;
        loops.start(loop);
    }

    @Override
    public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
        SearchRequest search;
        try {
            search = SearchParameters.of(new Parameters(ctx.queryParams()), settings)
                    .request();
        } catch (BadRequest e) {
            return PlainText.of(400, e.text());
        }
        String tenants = TenantHeader.of(request);
        try {
            life.stores().ifPresent(stores -> stores.reading(tenants));
        } catch (TenantException e) {
            return QueryFailure.of(e).http();
        }
        if (tails.size() >= MOST) {
            return PlainText.of(429, "too many tails: " + MOST + " are open");
        }
        SearchRequest newest = new SearchRequest(
                search.query(), Long.MIN_VALUE, Long.MAX_VALUE, TRACES_AT_ONCE, search.spansPerSpanset());
        ctx.clearRequestTimeout();
        Tail tail = new Tail(newest, tenants, String.valueOf(ctx.remoteAddress()));
        tails.add(tail);
        return tail.response();
    }

    private void look() throws InterruptedException {
        tails.removeIf(tail -> !tail.isOpen());
        Optional<Stores> stores = life.stores();
        for (Tail tail : tails) {
            if (stores.isPresent() && !loop.part("a tail", () -> lookOrEnd(tail, stores.get()))) {
                tail.end("error", "internal error, see the server's log");
            }
        }
    }

    private void lookOrEnd(Tail tail, Stores stores) {
        try {
            look(tail, stores.reading(tail.tenants()));
        } catch (QueryException | DamagedException e) {
            tail.end("error", String.valueOf(e.getMessage()));
        }
    }

    private void look(Tail tail, StoredSpans readable) {
        long received = readable.status().spansReceived();
        if (tail.hasSeen(received)) {
            tail.alive(ALIVE);
            return;
        }
        try (Snapshot snapshot = readable.snapshot();
                Snapshot fresh = tail.fresh(snapshot)) {
            QueryContext context = QueryContext.withTimeout(LONGEST_LOOK);
            List<TraceMatch> found =
                    engine.search(fresh, tail.request(), context).traces();
            tail.found(found, received);
        }
    }

    /// Writes figures.
    public void figures(PrometheusText text) {
        text.single("rubato_tails", "gauge", "Clients that follow what comes in.", tails.size());
    }

    @Override
    public void close() {
        loop.cancel();
        loops.forget(loop);
        tails.forEach(tail -> tail.end("end", "stopping"));
    }
}
