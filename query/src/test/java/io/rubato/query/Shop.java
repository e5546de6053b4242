package io.rubato.query;

import io.rubato.query.memory.MemorySnapshot;
import io.rubato.query.memory.MemorySource;
import io.rubato.query.memory.PlainSpan;
import io.rubato.query.memory.PlainTrace;
import io.rubato.storage.Snapshot;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import io.rubato.storage.model.Origin;
import io.rubato.storage.model.TraceId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Two traces of a shop, made by hand.
///
/// ```
/// trace 1, 0 to 500 ms          trace 2, 1000 to 1300 ms
/// 01 frontend server GET /cart  11 worker consumer job (no root: parent 77 is not stored)
/// ├─02 frontend client call     └─12 worker internal step
/// │  └─03 backend server get
/// │     └─04 backend client SELECT
/// └─05 frontend internal render
/// ```
final class Shop {
    static final long START = 1_700_000_000_000_000_000L;
    static final TraceId FIRST = new TraceId(0, 0xabc);
    static final TraceId SECOND = new TraceId(0x1, 0x2);

    private static final Origin FRONTEND = new Origin(
            "frontend",
            List.of(text("service.name", "frontend"), text("env", "prod"), number("shard", 3)),
            "",
            "http-lib",
            "1.2",
            List.of(text("lib.flavour", "sync")),
            "");
    private static final Origin BACKEND = new Origin(
            "backend", List.of(text("service.name", "backend"), text("env", "test")), "", "", "", List.of(), "");
    private static final Origin WORKER =
            new Origin("worker", List.of(text("service.name", "worker")), "", "queue-lib", "", List.of(), "");

    private Shop() {}

    static Attribute text(String key, String value) {
        return new Attribute(key, new AttributeValue.Text(value));
    }

    static Attribute number(String key, long value) {
        return new Attribute(key, new AttributeValue.Int(value));
    }

    static Attribute real(String key, double value) {
        return new Attribute(key, new AttributeValue.Real(value));
    }

    static Attribute bool(String key, boolean value) {
        return new Attribute(key, new AttributeValue.Bool(value));
    }

    static Attribute texts(String key, String... values) {
        return new Attribute(
                key,
                new AttributeValue.Array(Arrays.stream(values)
                        .<AttributeValue>map(AttributeValue.Text::new)
                        .toList()));
    }

    static PlainTrace first() {
        return new PlainTrace(
                FIRST,
                List.of(
                        span(
                                FIRST,
                                0x01,
                                0,
                                "GET /cart",
                                2,
                                1,
                                "",
                                0,
                                500,
                                FRONTEND,
                                List.of(
                                        number("http.status_code", 200),
                                        text("http.method", "GET"),
                                        bool("cached", false))),
                        span(
                                FIRST,
                                0x02,
                                0x01,
                                "call",
                                3,
                                2,
                                "timed\nout",
                                10,
                                300,
                                FRONTEND,
                                List.of(number("http.status_code", 504), text("env", "override"), real("ratio", 0.25)),
                                List.of(
                                        event(20, "retry", number("attempt", 1)),
                                        event(110, "retry", number("attempt", 2), text("cause", "reset")),
                                        event(300, "exception", text("exception.message", "deadline exceeded"))),
                                List.of(new PlainSpan.Link(SECOND, 0x11, List.of(text("why", "follows"))))),
                        span(
                                FIRST,
                                0x03,
                                0x02,
                                "get",
                                2,
                                2,
                                "",
                                20,
                                280,
                                BACKEND,
                                List.of(texts("tags", "red", "green"), real("ratio", 2), number("items", 7))),
                        span(
                                FIRST,
                                0x04,
                                0x03,
                                "SELECT",
                                3,
                                0,
                                "",
                                30,
                                100,
                                BACKEND,
                                List.of(
                                        text("db.system", "postgresql"),
                                        texts("tags", "blue"),
                                        bool("cached", true),
                                        new Attribute("blob", new AttributeValue.Bytes(new byte[] {1})))),
                        span(
                                FIRST,
                                0x05,
                                0x01,
                                "render",
                                1,
                                0,
                                "",
                                400,
                                90,
                                FRONTEND,
                                List.of(text("items", "7"), new Attribute("nothing", new AttributeValue.Empty())))));
    }

    static PlainTrace second() {
        return new PlainTrace(
                SECOND,
                List.of(
                        span(
                                SECOND,
                                0x11,
                                0x77,
                                "job",
                                5,
                                1,
                                "",
                                1000,
                                300,
                                WORKER,
                                List.of(number("items", 10), number("limit", 10), text("http.status_code", "200"))),
                        span(SECOND, 0x12, 0x11, "step", 1, 0, "", 1100, -5, WORKER, List.of())));
    }

    static PlainSpan.Event event(long millis, String name, Attribute... attributes) {
        return new PlainSpan.Event(START + millis * 1_000_000, name, List.of(attributes));
    }

    static PlainSpan span(
            TraceId trace,
            long id,
            long parent,
            String name,
            int kind,
            int status,
            String message,
            long startMillis,
            long millis,
            Origin origin,
            List<Attribute> attributes) {
        return span(
                trace,
                id,
                parent,
                name,
                kind,
                status,
                message,
                startMillis,
                millis,
                origin,
                attributes,
                List.of(),
                List.of());
    }

    static PlainSpan span(
            TraceId trace,
            long id,
            long parent,
            String name,
            int kind,
            int status,
            String message,
            long startMillis,
            long millis,
            Origin origin,
            List<Attribute> attributes,
            List<PlainSpan.Event> events,
            List<PlainSpan.Link> links) {
        return new PlainSpan(
                trace,
                id,
                parent,
                name,
                kind,
                status,
                message,
                START + startMillis * 1_000_000,
                millis * 1_000_000,
                origin,
                attributes,
                events,
                links);
    }

    static Snapshot snapshot() {
        return new MemorySnapshot(List.of(
                new MemorySource(List.of(List.of(first())), Set.of(), 1),
                new MemorySource(List.of(List.of(second())), Set.of(), 2)));
    }
}
