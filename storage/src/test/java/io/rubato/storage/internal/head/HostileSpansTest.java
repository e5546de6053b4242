package io.rubato.storage.internal.head;

import static io.rubato.storage.Otlp.attribute;
import static io.rubato.storage.Otlp.span;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.rubato.generator.EveryField;
import io.rubato.storage.IngestLimits;
import io.rubato.storage.Otlp;
import io.rubato.storage.SpanSet;
import io.rubato.storage.internal.block.BlockSource;
import io.rubato.storage.internal.columns.OtlpWriter;
import io.rubato.storage.internal.columns.StoredBatch;
import io.rubato.storage.internal.columns.StoredSource;
import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.scan.AttributeLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Valid spans that no one would send on purpose come back equal: from a head, from a block, and from a
/// block made of that block.
class HostileSpansTest {
    private static final UnknownFieldSet UNKNOWN = UnknownFieldSet.newBuilder()
            .addField(
                    900,
                    UnknownFieldSet.Field.newBuilder()
                            .addVarint(-1)
                            .addLengthDelimited(ByteString.copyFromUtf8("later"))
                            .build())
            .addField(901, UnknownFieldSet.Field.newBuilder().addFixed32(7).build())
            .build();

    @Test
    void everyField() {
        assertComesBack(EveryField.body());
    }

    @Test
    void allKindsOfValues() {
        AnyValue nested = AnyValue.newBuilder()
                .setArrayValue(ArrayValue.newBuilder()
                        .addValues(AnyValue.getDefaultInstance())
                        .addValues(AnyValue.newBuilder().setBytesValue(ByteString.copyFrom(new byte[] {0, -1})))
                        .addValues(AnyValue.newBuilder()
                                .setKvlistValue(KeyValueList.newBuilder()
                                        .addValues(attribute("", ""))
                                        .addValues(KeyValue.getDefaultInstance())
                                        .addValues(attribute("deep", nest(40))))))
                .build();
        assertComesBack(Otlp.body(
                span(1, 1, 0)
                        .addAttributes(attribute("nested", nested))
                        .addAttributes(attribute(
                                "bool",
                                AnyValue.newBuilder().setBoolValue(false).build()))
                        .addAttributes(attribute(
                                "bool", AnyValue.newBuilder().setBoolValue(true).build()))
                        .addAttributes(attribute(
                                "nan",
                                AnyValue.newBuilder().setDoubleValue(Double.NaN).build()))
                        .addAttributes(attribute(
                                "zero",
                                AnyValue.newBuilder().setDoubleValue(-0.0).build()))
                        .addAttributes(attribute("min", Long.MIN_VALUE))
                        .addAttributes(attribute("max", Long.MAX_VALUE))
                        .addAttributes(attribute("empty", AnyValue.getDefaultInstance()))
                        .addAttributes(KeyValue.newBuilder().setKey("absent"))
                        .addAttributes(KeyValue.newBuilder().setValue(Otlp.text("no key")))
                        .addAttributes(attribute(
                                "empty array",
                                AnyValue.newBuilder()
                                        .setArrayValue(ArrayValue.getDefaultInstance())
                                        .build()))
                        .addAttributes(attribute(
                                "empty list",
                                AnyValue.newBuilder()
                                        .setKvlistValue(KeyValueList.getDefaultInstance())
                                        .build()))
                        .addAttributes(attribute("\uD83D\uDE80 \u0000", "\u0000\uD83D\uDE80"))
                        .addAttributes(attribute("twice", "1"))
                        .addAttributes(attribute("twice", 2))
                        .addAttributes(attribute("twice", "1")),
                span(1, 2, 1).addAttributes(attribute("nested", "another type"))));
    }

    private static AnyValue nest(int depth) {
        AnyValue value = Otlp.text("bottom");
        for (int i = 0; i < depth; i++) {
            value = AnyValue.newBuilder()
                    .setArrayValue(ArrayValue.newBuilder().addValues(value))
                    .build();
        }
        return value;
    }

    @Test
    void unknownFieldsWhereverSpansHaveFields() {
        Span.Builder span = span(1, 1, 0)
                .setUnknownFields(UNKNOWN)
                .setStatus(Status.newBuilder().setUnknownFields(UNKNOWN))
                .addEvents(Span.Event.newBuilder().setName("event").setUnknownFields(UNKNOWN))
                .addLinks(Span.Link.newBuilder().setUnknownFields(UNKNOWN))
                .addAttributes(attribute("key", "value").toBuilder().setUnknownFields(UNKNOWN))
                .addAttributes(attribute(
                        "other",
                        Otlp.text("value").toBuilder().setUnknownFields(UNKNOWN).build()));
        assertComesBack(Otlp.body(
                span,
                span(1, 2, 1)
                        .setStatus(Status.newBuilder()
                                .setMessage("m")
                                .setCode(Status.StatusCode.STATUS_CODE_ERROR)
                                .setUnknownFields(UNKNOWN))));
    }

    @Test
    void oddNumbersAndIds() {
        List<Span.Builder> spans = new ArrayList<>();
        long id = 1;
        for (int odd : new int[] {-1, 6, 15, 16, 300, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            spans.add(span(1, id++, 0)
                    .setKindValue(odd)
                    .setStatus(Status.newBuilder().setCodeValue(odd)));
        }
        for (long time : new long[] {0, 1, 4_102_444_800_000_000_000L, Long.MAX_VALUE, -1}) {
            spans.add(span(1, id++, 0).setStartTimeUnixNano(time).setEndTimeUnixNano(5));
            spans.add(span(1, id++, 0)
                    .setStartTimeUnixNano(5)
                    .setEndTimeUnixNano(time)
                    .addEvents(Span.Event.newBuilder().setTimeUnixNano(time)));
        }
        spans.add(span(1, id++, 0)
                .setParentSpanId(ByteString.copyFrom(new byte[8]))
                .setStatus(Status.getDefaultInstance()));
        spans.add(span(1, id++, 0)
                .setName("")
                .setFlags(-1)
                .setDroppedAttributesCount(-1)
                .setDroppedEventsCount(-1)
                .setDroppedLinksCount(-1)
                .setTraceState("a=b"));
        for (int length : new int[] {0, 1, 7, 8, 9, 15, 16, 17, 100}) {
            ByteString odd = ByteString.copyFrom(new byte[length]);
            spans.add(span(1, id++, 0)
                    .addLinks(Span.Link.newBuilder()
                            .setTraceId(odd)
                            .setSpanId(odd)
                            .setFlags(3)
                            .setTraceState("s"))
                    .addLinks(Span.Link.newBuilder()
                            .setTraceId(Otlp.traceId(length))
                            .setSpanId(Otlp.spanId(9))));
        }
        assertComesBack(Otlp.body(spans));
    }

    @Test
    void resourcesAndScopesOfAllForms() {
        TracesData.Builder data = TracesData.newBuilder();
        for (int i = 0; i < 40; i++) {
            ScopeSpans.Builder scope = ScopeSpans.newBuilder().addSpans(span(1, i + 1, i));
            if (i % 2 == 0) {
                scope.setScope(InstrumentationScope.newBuilder()
                        .setName(i % 4 == 0 ? "" : "scope")
                        .setUnknownFields(UNKNOWN));
            }
            ResourceSpans.Builder resource = ResourceSpans.newBuilder().addScopeSpans(scope);
            if (i % 3 == 0) {
                resource.setResource(
                        Resource.newBuilder().setDroppedAttributesCount(i).setUnknownFields(UNKNOWN));
            }
            data.addResourceSpans(i % 5 == 0 ? resource.setSchemaUrl("url") : resource);
        }
        assertComesBack(data.build().toByteArray());
    }

    /// Protobuf puts a message together that occurs twice.
    @Test
    void aResourceInTwoParts() {
        ByteString first = ResourceSpans.newBuilder()
                .setResource(Resource.newBuilder().addAttributes(attribute("a", 1)))
                .build()
                .toByteString();
        ByteString second = ResourceSpans.newBuilder()
                .addScopeSpans(ScopeSpans.newBuilder().addSpans(span(1, 1, 0)))
                .setResource(Resource.newBuilder().addAttributes(attribute("b", 2)))
                .build()
                .toByteString();
        ByteSink sink = new ByteSink(100);
        sink.field(1, first.concat(second).toByteArray(), 0, first.size() + second.size());
        assertComesBack(sink.toByteArray());
    }

    @Test
    void duplicateIdsAndCyclesAndSelves() {
        List<Span.Builder> spans = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            spans.add(span(1, 7, 7).setStartTimeUnixNano(Otlp.START + i));
            spans.add(span(1, 7, 7).setStartTimeUnixNano(Otlp.START + i));
            spans.add(span(1, 100 + i, 100 + (i + 1) % 100));
            spans.add(span(2, 5000 + i, 5000 + i));
        }
        assertComesBack(Otlp.body(spans));
    }

    @Test
    void aLongTrace() {
        assertComesBack(traceOf(20_000));
    }

    @Tag("slow")
    @Test
    void aTraceOf200000Spans() {
        assertComesBack(traceOf(200_000));
    }

    private static byte[] traceOf(int count) {
        Random random = new Random(1);
        List<Span.Builder> spans = new ArrayList<>();
        for (int id = 1; id <= count; id++) {
            spans.add(span(1, id, random.nextInt(id)));
        }
        return Otlp.body(spans);
    }

    @Test
    void manyKeysInRandomSubsets() {
        Random random = new Random(2);
        List<Span.Builder> spans = new ArrayList<>();
        for (int id = 1; id <= 2_000; id++) {
            Span.Builder span = span(id / 200, id, 0);
            for (int i = random.nextInt(12); i >= 0; i--) {
                span.addAttributes(attribute("key " + random.nextInt(20_000), random.nextInt(3)));
            }
            Span.Event.Builder event = Span.Event.newBuilder();
            for (int i = random.nextInt(30); i >= 0; i--) {
                event.addAttributes(attribute("key " + random.nextInt(40), "v" + random.nextInt(3)));
            }
            spans.add(span.addEvents(event));
        }
        Span.Builder wide = span(9, 99_999, 0);
        for (int i = 0; i < 10_000; i++) {
            wide.addAttributes(attribute("wide " + i, i));
        }
        assertComesBack(Otlp.body(spans.subList(0, 10)), Otlp.body(wide), Otlp.body(spans));
    }

    @Test
    void megabyteStrings() {
        String long1 = "x".repeat(1 << 20);
        assertComesBack(Otlp.body(
                span(1, 1, 0)
                        .setName(long1 + 1)
                        .addAttributes(attribute(long1, long1 + 2))
                        .setTraceState(long1)
                        .setStatus(Status.newBuilder().setMessage(long1 + 3))
                        .addEvents(Span.Event.newBuilder().setName(long1).addAttributes(attribute("k", long1 + 4))),
                span(1, 2, 1).setName(long1 + 1)));
    }

    @Test
    void copiesAreKnownWhereNamesAreUnique() {
        List<Span.Builder> spans = new ArrayList<>();
        for (int id = 1; id <= 10_000; id++) {
            spans.add(span(id / 10, id, 0)
                    .setName("name " + id)
                    .addAttributes(attribute("u", "value " + id))
                    .addEvents(Span.Event.newBuilder().setName("event " + id)));
        }
        byte[] body = Otlp.body(spans);
        Head head = assertComesBack(body, body);
        assertThat(head.duplicates()).isEqualTo(10_000);
    }

    /// Columns of long values make small morsels, so that reading a chunk takes little memory.
    @Test
    void chunksOfLongValuesAreBounded() {
        List<Span.Builder> spans = new ArrayList<>();
        for (int id = 1; id <= 1_200; id++) {
            spans.add(span(id, id, 0).addAttributes(attribute("prompt", id + "x".repeat(60_000))));
        }
        byte[] body = Otlp.body(spans);
        Head head = new Head(IngestLimits.DEFAULT);
        head.append(body, 0, body.length, new Rejections());
        BlockSource block = SealRoundTripTest.seal(head);
        assertThat(block.batches()).isGreaterThanOrEqualTo(4);
        assertThat(block.columns(AttributeLevel.SPAN, "prompt").getFirst().dictionary())
                .isNull();
    }

    private static Head assertComesBack(byte[]... bodies) {
        Head head = new Head(IngestLimits.DEFAULT);
        SpanSet sent = new SpanSet();
        for (byte[] body : bodies) {
            sent.add(body);
            Rejections rejections = new Rejections();
            head.append(body, 0, body.length, rejections);
            assertThat(rejections.message()).isEmpty();
        }
        SpanSet distinct = sent.distinct();
        assertThat(head.size()).isEqualTo(distinct.spans());
        SealRoundTripTest.assertComesBack(new HeadSource("head", head, head.published(), null), distinct);
        BlockSource block = SealRoundTripTest.seal(head);
        SealRoundTripTest.assertComesBack(block, distinct);
        SealRoundTripTest.assertComesBack(SealRoundTripTest.seal(merge(block)), distinct);
        return head;
    }

    private static Head merge(StoredSource block) {
        Head head = new Head(IngestLimits.DEFAULT);
        for (int i = 0; i < block.batches(); i++) {
            StoredBatch batch = block.open(i);
            ByteSink sink = new ByteSink(1024);
            OtlpWriter.write(batch, 0, batch.rows(), sink);
            head.append(sink.bytes(), 0, sink.size(), new Rejections());
        }
        return head;
    }
}
