package io.rubato.server;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.rubato.storage.Compression;
import io.rubato.storage.SpanStore;
import io.rubato.storage.StoreOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;

/// A real store in which each of ten traces is a block of its own. Trace `n` starts `n` seconds after [#SECOND],
/// takes `100 * (n + 1)` milliseconds and has `n % 3` spans with an error.
public final class SmallBlocks {
    public static final int TRACES = 10;
    public static final long SECOND = 1_795_345_600L;

    private SmallBlocks() {}

    public static SpanStore open(Path directory) {
        StoreOptions usual = StoreOptions.at(directory);
        StoreOptions options = new StoreOptions(
                usual.walDirectory(),
                usual.blockDirectory(),
                usual.wal(),
                new StoreOptions.Cut(1, 1 << 20, Duration.ofMinutes(1), Duration.ZERO, Duration.ofMillis(5)),
                usual.limits(),
                usual.memory(),
                usual.retention(),
                new StoreOptions.Merge(Duration.ofHours(1), 500_000, 6_000_000, 1_000),
                usual.move(),
                usual.filters(),
                usual.clock());
        try {
            SpanStore store = SpanStore.open(options);
            for (int i = 0; i < TRACES; i++) {
                int blocks = i;
                Await.until("a block", () -> store.status().blocks() >= blocks);
                byte[] body = trace(i).toByteArray();
                store.ingest(Compression.NONE, body, 0, body.length).join();
            }
            Await.until("all blocks", () -> store.status().blocks() >= TRACES);
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A trace of three spans.
    public static TracesData trace(int number) {
        ScopeSpans.Builder spans = ScopeSpans.newBuilder();
        for (int i = 0; i < 3; i++) {
            Span.Builder span = Span.newBuilder()
                    .setTraceId(id(16, number + 1))
                    .setSpanId(id(8, 10 * number + i + 1))
                    .setName("step " + i)
                    .setStartTimeUnixNano((SECOND + number) * 1_000_000_000)
                    .setEndTimeUnixNano((SECOND + number) * 1_000_000_000 + 100_000_000L * (number + 1))
                    // Text on some and a number on others.
                    .addAttributes(KeyValue.newBuilder()
                            .setKey("mixed")
                            .setValue(
                                    number % 2 == 0
                                            ? AnyValue.newBuilder().setStringValue("t" + number)
                                            : AnyValue.newBuilder().setIntValue(number)));
            if (i > 0) {
                span.setParentSpanId(id(8, 10 * number + 1));
            }
            if (i < number % 3) {
                span.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR));
            }
            spans.addSpans(span);
        }
        return TracesData.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder()
                                .addAttributes(KeyValue.newBuilder()
                                        .setKey("service.name")
                                        .setValue(AnyValue.newBuilder().setStringValue("shop"))))
                        .addScopeSpans(spans))
                .build();
    }

    private static ByteString id(int bytes, long value) {
        return ByteString.copyFrom(
                ByteBuffer.allocate(bytes).putLong(bytes - 8, value).array());
    }
}
