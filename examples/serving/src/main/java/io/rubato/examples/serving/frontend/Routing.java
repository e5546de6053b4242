package io.rubato.examples.serving.frontend;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.rubato.examples.serving.plane.Caller;
import io.rubato.examples.serving.plane.Directory;
import io.rubato.examples.serving.plane.Instance;
import io.rubato.examples.serving.plane.PlaneException;
import io.rubato.examples.serving.plane.Responses;
import io.rubato.examples.serving.plane.UnreachableException;
import io.rubato.examples.serving.trace.Failures;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Picks the worker that gets a request: in turn, and the next one if one cannot be reached. Safe for concurrent use.
final class Routing {
    private static final Logger log = LoggerFactory.getLogger(Routing.class);

    private final Tracer tracer;
    private final Directory directory;
    private final Caller caller;
    private final AtomicInteger turn = new AtomicInteger();

    Routing(Tracer tracer, Directory directory, Caller caller) {
        this.tracer = tracer;
        this.directory = directory;
        this.caller = caller;
    }

    /// A request that a worker has taken.
    record Taken(Instance worker, Responses responses) implements AutoCloseable {
        @Override
        public void close() {
            responses.close();
        }
    }

    /// @param body what the worker's endpoint `generate` takes
    /// @return the results, which the caller closes
    Taken send(String component, String id, Object body) throws PlaneException, InterruptedException {
        List<Instance> workers = route(component);
        UnreachableException last = null;
        for (Instance worker : workers) {
            try {
                return new Taken(worker, caller.call(worker, "generate", id, body));
            } catch (UnreachableException e) {
                log.warn("{}; {} others are left", e.getMessage(), workers.size() - 1 - workers.indexOf(worker));
                Span.current().recordException(e);
                last = e;
            }
        }
        throw last != null ? last : new PlaneException("no_worker", "no " + component + " worker is running");
    }

    /// The workers of a component, the one whose turn it is first.
    @SuppressWarnings("try") // a scope only needs closing
    private List<Instance> route(String component) throws PlaneException {
        Span span =
                tracer.spanBuilder("route").setAttribute("component", component).startSpan();
        try (Scope current = span.makeCurrent()) {
            List<Instance> workers = directory.list(component);
            span.setAttribute("route.candidates", workers.size());
            if (workers.isEmpty()) {
                throw new PlaneException("no_worker", "no " + component + " worker is running");
            }
            int first = Math.floorMod(turn.getAndIncrement(), workers.size());
            span.setAttribute("instance_id", workers.get(first).id());
            List<Instance> rotated = new java.util.ArrayList<>(workers.subList(first, workers.size()));
            rotated.addAll(workers.subList(0, first));
            return rotated;
        } catch (IOException e) {
            PlaneException failure = new PlaneException("no_directory", "the workers cannot be listed: " + e, e);
            Failures.record(span, failure.kind(), failure);
            throw failure;
        } catch (PlaneException e) {
            Failures.record(span, e.kind(), e);
            throw e;
        } finally {
            span.end();
        }
    }
}
