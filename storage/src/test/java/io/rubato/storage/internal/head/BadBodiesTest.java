package io.rubato.storage.internal.head;

import static io.rubato.storage.Otlp.attribute;
import static io.rubato.storage.Otlp.body;
import static io.rubato.storage.Otlp.span;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import io.rubato.generator.EveryField;
import io.rubato.storage.IngestLimits;
import io.rubato.storage.SpanSet;
import io.rubato.storage.internal.head.Rejections.Reason;
import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.internal.wire.MalformedException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Broken bodies are refused whole or span by span, and leave the head as it was.
class BadBodiesTest {
    private static final byte[] GOOD = body(span(1, 1, 0).addAttributes(attribute("a", "b")), span(1, 2, 1));

    private final Head head = new Head(IngestLimits.DEFAULT);
    private final SpanSet good = new SpanSet().add(GOOD);

    private Rejections append(byte[] body) {
        Rejections rejections = new Rejections();
        head.append(body, 0, body.length, rejections);
        return rejections;
    }

    /// Appends what may be anything; nothing but a refusal may come of it.
    private boolean isTaken(byte[] body) {
        Head.Published before = head.published();
        try {
            append(body);
            return true;
        } catch (MalformedException refused) {
            assertThat(head.published()).isEqualTo(before);
            return false;
        }
    }

    private void assertGoodIsThere() {
        append(GOOD);
        HeadRoundTripTest.assertComesBack(head, good);
    }

    @Test
    void truncatedAtEveryOffset() {
        byte[] whole = EveryField.body();
        for (int length = 1; length < whole.length; length++) {
            isTaken(Arrays.copyOf(whole, length));
        }
        assertGoodIsThere();
    }

    @Test
    void everyByteFlipped() {
        byte[] whole = EveryField.body();
        int taken = 0;
        for (int at = 0; at < whole.length; at++) {
            for (int flip : new int[] {1, 0x80, 0xff}) {
                byte[] broken = whole.clone();
                broken[at] ^= (byte) flip;
                taken += isTaken(broken) ? 1 : 0;
            }
        }
        assertThat(taken).isPositive();
        assertGoodIsThere();
        SealRoundTripTest.assertComesBack(SealRoundTripTest.seal(head), new SpanSet());
    }

    @Test
    void aRefusedBodyLeavesNothing() {
        byte[] longer = Arrays.copyOf(body(span(5, 5, 0), span(6, 6, 0)), GOOD.length * 3);
        longer[longer.length - 1] = 0x0a;
        assertThat(isTaken(longer)).isFalse();
        assertThat(head.size()).isZero();
        assertGoodIsThere();
        assertThat(head.size()).isEqualTo(2);
    }

    @Test
    void valuesNestedTooDeepCostTheirSpanOnly() {
        ByteSink value = new ByteSink(100);
        value.field(1, new byte[] {'x'}, 0, 1);
        byte[] inner = value.toByteArray();
        for (int depth = 0; depth < 10_000; depth++) {
            ByteSink array = new ByteSink(inner.length + 20);
            int elements = array.startMessage(5);
            array.field(1, inner, 0, inner.length);
            array.endMessage(elements);
            inner = array.toByteArray();
        }
        ByteSink keyValue = new ByteSink(inner.length + 20);
        keyValue.field(1, new byte[] {'k'}, 0, 1);
        keyValue.field(2, inner, 0, inner.length);
        ByteSink bad = new ByteSink(inner.length + 20);
        bad.put(span(2, 2, 0).build().toByteArray());
        bad.field(9, keyValue.bytes(), 0, keyValue.size());
        ByteSink scope = new ByteSink(inner.length + 200);
        for (byte[] span : new byte[][] {
            span(1, 1, 0).build().toByteArray(),
            bad.toByteArray(),
            span(1, 3, 1).build().toByteArray()
        }) {
            scope.field(2, span, 0, span.length);
        }
        ByteSink request = new ByteSink(inner.length + 200);
        int resource = request.startMessage(1);
        request.field(2, scope.bytes(), 0, scope.size());
        request.endMessage(resource);
        assertThat(append(request.toByteArray()).counts()).isEqualTo(Map.of(Reason.MALFORMED, 1));
        HeadRoundTripTest.assertComesBack(head, new SpanSet().add(body("", java.util.List.of())));
        assertThat(head.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 15, 17, 16})
    void idsOfAnotherLength(int length) {
        ByteString id = ByteString.copyFrom(new byte[length]);
        Rejections rejections = append(body(
                span(1, 1, 0),
                span(1, 9, 0).setTraceId(id),
                span(1, 9, 0).setSpanId(id).addEvents(Span.Event.newBuilder().setName("event")),
                span(1, 9, 0).setParentSpanId(id),
                span(1, 9, 0).setSpanId(ByteString.copyFrom(new byte[8])),
                span(1, 2, 1).addEvents(Span.Event.newBuilder().setName("other"))));
        int parents = length == 0 || length == 8 ? 0 : 1;
        assertThat(rejections.counts().get(Reason.INVALID_TRACE_ID)).isEqualTo(1);
        assertThat(rejections.counts().get(Reason.INVALID_SPAN_ID)).isEqualTo(2);
        assertThat(rejections.counts().getOrDefault(Reason.INVALID_PARENT_ID, 0))
                .isEqualTo(parents);
        assertThat(rejections.message()).startsWith("refused 1 span: trace id is not 16 bytes");
        assertThat(head.size()).isEqualTo(3 - parents);
    }

    @Test
    void overTheLimits() {
        Head small = new Head(new IngestLimits(1 << 20, 3, 2, 50, 100));
        Rejections rejections = new Rejections();
        Span.Builder wide = span(1, 1, 0);
        Span.Builder eventful = span(1, 2, 0);
        for (int i = 0; i < 4; i++) {
            wide.addAttributes(attribute("k" + i, i));
            eventful.addEvents(Span.Event.newBuilder().setName("e"));
        }
        byte[] body = body(
                wide,
                eventful,
                span(1, 3, 0).setName("n".repeat(51)),
                span(1, 4, 0).addAttributes(attribute("k", "v".repeat(51))),
                span(1, 5, 0).addEvents(Span.Event.newBuilder().setName("e".repeat(51))),
                span(1, 6, 0));
        assertThat(small.append(body, 0, body.length, rejections)).isEqualTo(1);
        assertThat(rejections.counts())
                .isEqualTo(Map.of(Reason.TOO_MANY_ATTRIBUTES, 1, Reason.TOO_MANY_EVENTS, 1, Reason.TOO_LONG, 3));
        HeadRoundTripTest.assertComesBack(small, new SpanSet().add(body(span(1, 6, 0))));
    }
}
