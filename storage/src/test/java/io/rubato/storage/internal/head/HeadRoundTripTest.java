package io.rubato.storage.internal.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.generator.Batch;
import io.rubato.generator.GeneratorOptions;
import io.rubato.generator.TraceGenerator;
import io.rubato.storage.IngestLimits;
import io.rubato.storage.SpanSet;
import org.junit.jupiter.api.Test;

class HeadRoundTripTest {
    @Test
    void generatedSpansComeBackEqual() {
        Head head = new Head(IngestLimits.DEFAULT);
        SpanSet sent = new SpanSet();
        Rejections rejections = new Rejections();
        int accepted = 0;
        TraceGenerator generator = new TraceGenerator(42, GeneratorOptions.of(20_000));
        while (generator.hasNext()) {
            Batch batch = generator.next();
            byte[] body = batch.body();
            sent.add(body);
            accepted += head.append(body, 0, body.length, rejections);
        }
        assertThat(rejections.message()).isEmpty();
        assertThat(accepted).isEqualTo(sent.spans());
        assertComesBack(head, sent);
    }

    static void assertComesBack(Head head, SpanSet sent) {
        SealRoundTripTest.assertComesBack(new HeadSource("head", head, head.published(), null), sent);
    }
}
