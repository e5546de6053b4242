package io.rubato.storage.internal.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.rubato.storage.IngestLimits;
import io.rubato.storage.Otlp;
import io.rubato.storage.SpanSet;
import io.rubato.storage.internal.block.BlockSource;
import io.rubato.storage.internal.columns.OtlpWriter;
import io.rubato.storage.internal.columns.StoredBatch;
import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Batch;
import io.rubato.storage.scan.Column;
import io.rubato.storage.scan.SpanField;
import io.rubato.storage.scan.SpanSource;
import io.rubato.storage.scan.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HeadReadersTest {
    private static List<Span.Builder> spans(Random random, int first, int count) {
        List<Span.Builder> spans = new ArrayList<>();
        for (int id = first; id < first + count; id++) {
            Span.Builder span = Otlp.span(id / 7, id, random.nextInt(3) == 0 ? 0 : id - random.nextInt(7));
            for (int i = random.nextInt(6); i > 0; i--) {
                span.addAttributes(
                        Otlp.attribute("key " + random.nextInt(40 + id / 100), "value " + random.nextInt(30)));
                span.addAttributes(Otlp.attribute("number " + random.nextInt(4), random.nextLong()));
            }
            span.addAttributes(Otlp.attribute("unique", "u" + id));
            if (id % 3 == 0) {
                span.addEvents(Span.Event.newBuilder().setName("e" + id % 5).addAttributes(Otlp.attribute("k", id)));
                span.getStatusBuilder().setMessage("message " + id);
            }
            spans.add(span);
        }
        return spans;
    }

    /// Readers beside the writer see whole requests, and exactly those that were published.
    @Test
    void readersBesideTheWriter() throws Exception {
        Head head = new Head(IngestLimits.DEFAULT);
        AtomicBoolean done = new AtomicBoolean();
        Callable<Integer> reader = () -> {
            int passes = 0;
            while (!done.get() || passes == 0) {
                HeadSource source = new HeadSource("head", head, head.published(), null);
                int found = 0;
                for (int i = 0; i < source.batches(); i++) {
                    StoredBatch batch = source.open(i);
                    ByteSink sink = new ByteSink(1024);
                    OtlpWriter.write(batch, 0, batch.rows(), sink);
                    found += new SpanSet().add(sink.toByteArray()).spans();
                    for (Column column : source.columns(AttributeLevel.SPAN, "unique")) {
                        assertThat(batch.values(column)).isNotNull();
                        assertThat(Objects.requireNonNull(column.dictionary())
                                        .equal("u8".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                                        .count())
                                .isEqualTo(1);
                    }
                }
                assertThat(found).isEqualTo(source.rows());
                passes++;
            }
            return passes;
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> readers = List.of(threads.submit(reader), threads.submit(reader));
            Random random = new Random(5);
            for (int first = 1; first < 12_000; first += 40) {
                byte[] body = Otlp.body(spans(random, first, 40));
                head.append(body, 0, body.length, new Rejections());
            }
            done.set(true);
            for (Future<Integer> future : readers) {
                assertThat(future.get()).isPositive();
            }
        }
        assertThat(head.size()).isEqualTo(12_000);
    }

    /// A block shows the same parents, fields and values as the head that it was made of.
    @Test
    void headAndBlockAgree() {
        for (int maxColumns : new int[] {5, 1000}) {
            Head head = new Head(new IngestLimits(1 << 24, 1000, 1000, 1 << 20, maxColumns));
            byte[] body = Otlp.body(spans(new Random(6), 1, 20_000));
            head.append(body, 0, body.length, new Rejections());
            BlockSource block = SealRoundTripTest.seal(head);
            Map<Long, String> ofHead = rows(new HeadSource("head", head, head.published(), null));
            assertThat(ofHead).hasSize(20_000);
            assertThat(rows(block)).isEqualTo(ofHead);
        }
    }

    /// A line for each span, by id.
    private static Map<Long, String> rows(SpanSource source) {
        Map<Long, String> rows = new TreeMap<>();
        for (int i = 0; i < source.batches(); i++) {
            Batch batch = source.open(i);
            long[] ids = batch.longs(SpanField.SPAN_ID);
            List<StringBuilder> lines = new ArrayList<>();
            for (int row = 0; row < batch.rows(); row++) {
                int parent = batch.parents()[row];
                lines.add(new StringBuilder()
                        .append(parent < 0 ? -1 : ids[parent])
                        .append(' ')
                        .append(batch.longs(SpanField.PARENT_ID)[row])
                        .append(' ')
                        .append(batch.longs(SpanField.START)[row])
                        .append(' ')
                        .append(batch.longs(SpanField.DURATION)[row]));
            }
            source.columns(AttributeLevel.SPAN).stream()
                    .sorted(java.util.Comparator.comparing((Column column) -> column.key())
                            .thenComparing(Column::type))
                    .forEach(column -> addValues(batch, column, lines));
            for (int row = 0; row < batch.rows(); row++) {
                rows.put(ids[row], lines.get(row).toString());
            }
        }
        return rows;
    }

    private static void addValues(Batch batch, Column column, List<StringBuilder> lines) {
        Values values = batch.values(column);
        if (values == null) {
            return;
        }
        int row = -1;
        for (int at = 0; at < values.count(); at++) {
            row = values.isRepeated() ? values.rows()[at] : values.present().next(row + 1);
            assertThat(values.present().get(row)).isTrue();
            lines.get(row)
                    .append(' ')
                    .append(column.key())
                    .append('=')
                    .append(
                            column.type().isCoded()
                                    ? values.dictionary().text(values.codes()[at])
                                    : Long.toString(values.longs()[at]));
        }
    }
}
