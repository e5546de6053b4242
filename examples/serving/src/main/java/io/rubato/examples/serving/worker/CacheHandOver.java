package io.rubato.examples.serving.worker;

import io.rubato.examples.serving.model.KvCache;
import io.rubato.examples.serving.plane.FailedException;
import io.rubato.examples.serving.plane.PlaneException;
import java.io.IOException;

/// Sends a key-value cache to the worker that asks for it, some tokens at a time.
final class CacheHandOver implements Handler<CacheRequest> {
    private static final int TOKENS = 64;

    private final CacheStore store;

    CacheHandOver(CacheStore store) {
        this.store = store;
    }

    @Override
    public void handle(CacheRequest request, Job job) throws PlaneException, IOException {
        KvCache cache = store.take(request.id());
        if (cache == null) {
            throw new FailedException(
                    "kv_missing",
                    "there is no key-value cache " + request.id() + ": it was fetched before, or forgotten");
        }
        job.span().setAttribute("kv_cache.bytes", cache.bytes());
        for (int from = 0; from < cache.tokens(); from += TOKENS) {
            job.checkWanted();
            job.home().data(cache.read(from, Math.min(from + TOKENS, cache.tokens())));
        }
    }
}
