package io.rubato.examples.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ModelTest {
    private final Model model = new Model(ModelShape.small());
    private final Tokenizer tokenizer = new Tokenizer();

    @Test
    void textSurvivesTheTokenizer() {
        for (String text : new String[] {"user: What is the capital of France?\nassistant:", "", " the the", "a~b"}) {
            StringBuilder back = new StringBuilder();
            for (int token : tokenizer.encode(text)) {
                back.append(tokenizer.decode(token));
            }
            assertThat(back).hasToString(text);
        }
        assertThat(tokenizer.encode("\uD83D\uDE00")).hasSize(4);
        assertThat(tokenizer.encode(" France")).hasSize(1);
    }

    @Test
    void aHandedOverCacheGivesTheSameAnswer() {
        int[] prompt = tokenizer.encode("What is the capital of France?");
        KvCache here = new KvCache(model.shape(), 1);
        for (int token : prompt) {
            model.step(token, here);
        }
        KvCache there = new KvCache(model.shape(), 1);
        for (int from = 0; from < here.tokens(); from += 3) {
            there.write(here.read(from, Math.min(from + 3, here.tokens())));
        }
        assertThat(there.tokens()).isEqualTo(prompt.length);
        assertThat(there.bytes()).isEqualTo(prompt.length * 4096);
        assertThat(model.step(300, there)).isEqualTo(model.step(300, here));
    }

    @Test
    void whatComesBeforeMatters() {
        float[] one = after("What is the capital of France?");
        assertThat(one).isEqualTo(after("What is the capital of France?"));
        assertThat(one).isNotEqualTo(after("What is the population of France?"));
    }

    private float[] after(String text) {
        KvCache cache = new KvCache(model.shape(), 16);
        float[] state = new float[0];
        for (int token : tokenizer.encode(text)) {
            state = model.step(token, cache);
        }
        return model.logits(state);
    }

    @Test
    void bytesThatAreNotTokensAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KvCache(model.shape(), 1).write(ByteBuffer.allocate(4097)))
                .withMessageContaining("4097 bytes, expected a multiple of 4096");
    }
}
