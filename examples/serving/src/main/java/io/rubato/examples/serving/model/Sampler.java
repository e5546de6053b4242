package io.rubato.examples.serving.model;

import java.util.Arrays;
import java.util.Random;

/// Picks the token that follows. Only words and the end are picked, so that answers can be read. The same prompt and
/// temperature give the same answer. Not safe for concurrent use.
public final class Sampler {
    private static final double END_CHANCE = 0.01;

    private final double temperature;
    private final double endChance;
    private final Random random;

    /// @param temperature 0 for always the likeliest token; higher is more varied
    /// @param ignoreEnd whether the end is never picked
    public Sampler(double temperature, boolean ignoreEnd, int[] prompt) {
        this.temperature = temperature;
        this.endChance = ignoreEnd ? 0 : END_CHANCE;
        this.random = new Random(Arrays.hashCode(prompt));
    }

    /// A token for the logits that [Model#logits] gave.
    ///
    /// @throws ArithmeticException if the logits are not numbers
    public int pick(float[] logits) {
        int likeliest = Tokenizer.FIRST_WORD;
        for (int token = Tokenizer.FIRST_WORD; token < logits.length; token++) {
            if (Float.isNaN(logits[token])) {
                throw new ArithmeticException("the logit of token " + token + " is not a number");
            }
            if (logits[token] > logits[likeliest]) {
                likeliest = token;
            }
        }
        if (random.nextDouble() < endChance) {
            return Tokenizer.END;
        }
        return temperature == 0 ? likeliest : draw(logits, logits[likeliest]);
    }

    private int draw(float[] logits, float highest) {
        double[] chances = new double[logits.length];
        double sum = 0;
        for (int token = Tokenizer.FIRST_WORD; token < logits.length; token++) {
            chances[token] = Math.exp((logits[token] - highest) / temperature);
            sum += chances[token];
        }
        double left = random.nextDouble() * sum;
        for (int token = Tokenizer.FIRST_WORD; token < logits.length; token++) {
            left -= chances[token];
            if (left <= 0) {
                return token;
            }
        }
        return logits.length - 1;
    }
}
