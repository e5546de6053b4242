package io.rubato.examples.serving.plane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
    private static final Envelope.Head HEAD = new Envelope.Head("id", new Envelope.Home("127.0.0.1:1", "subject"));

    record Body(String text) {}

    @Test
    void anEnvelopeComesBack() throws RefusedException {
        Envelope envelope = Envelope.decode(Envelope.encode(HEAD, new Body("text")));
        assertThat(envelope.head()).isEqualTo(HEAD);
        assertThat(envelope.body(Body.class)).isEqualTo(new Body("text"));
    }

    @Test
    void everyShorterEnvelopeIsRefused() {
        byte[] whole = Envelope.encode(HEAD, new Body("text"));
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> Envelope.decode(part));
        }
    }

    @Test
    void lengthsThatLieAreRefused() {
        byte[] whole = Envelope.encode(HEAD, new Body("text"));
        for (long length : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1 << 20, Integer.MAX_VALUE}) {
            ByteBuffer.wrap(whole).putLong(0, length);
            assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> Envelope.decode(whole));
        }
    }

    @Test
    void aRefusalComesBack() {
        RefusedException refusal = RefusedException.parse(new RefusedException("queue_full", "8: wait").line());
        assertThat(refusal.kind()).isEqualTo("queue_full");
        assertThat(refusal).hasMessage("8: wait");
        assertThat(RefusedException.parse("No such thing").kind()).isEqualTo("refused");
    }
}
