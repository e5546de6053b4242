package io.rubato.examples.serving.model;

import java.util.Arrays;

/// A decoder-only transformer. Work grows as in a real one: with the tokens, and for attention with the tokens before
/// them. The same tokens give the same answer in every process. Safe for concurrent use: state is in the [KvCache].
public final class Model {
    private static final int WARM_UP_TOKENS = 200;

    private final ModelShape shape;
    private final Weights weights;

    public Model(ModelShape shape) {
        this.shape = shape;
        this.weights = new Weights(shape);
    }

    public ModelShape shape() {
        return shape;
    }

    /// Works for nothing, so that the JVM has compiled what there is to compile before the first request.
    public void warmUp() {
        KvCache cache = new KvCache(shape, WARM_UP_TOKENS);
        for (int i = 0; i < WARM_UP_TOKENS; i++) {
            logits(step(i % shape.vocabulary(), cache));
        }
    }

    /// Takes one more token in and returns the state after it, from which [#logits] tells what may follow.
    ///
    /// @throws IllegalStateException if the cache holds as many tokens as the model's context
    public float[] step(int token, KvCache cache) {
        if (cache.tokens() >= shape.context()) {
            throw new IllegalStateException("the context of " + shape.context() + " tokens is full");
        }
        int position = cache.append();
        float[] state = embed(token, position);
        for (int layer = 0; layer < shape.layers(); layer++) {
            attend(state, layer, position, cache);
            feedForward(state, weights.layers[layer]);
        }
        return normalized(state);
    }

    private float[] embed(int token, int position) {
        int width = shape.width();
        float[] state = Arrays.copyOfRange(weights.embeddings, token * width, (token + 1) * width);
        for (int i = 0; i < width; i++) {
            double angle = position / Math.pow(10_000, (i / 2 * 2) / (double) width);
            state[i] += (float) (i % 2 == 0 ? Math.sin(angle) : Math.cos(angle));
        }
        return state;
    }

    private void attend(float[] state, int layer, int position, KvCache cache) {
        Weights.Layer own = weights.layers[layer];
        int width = shape.width();
        float[] input = normalized(state);
        float[] query = times(input, own.query(), width);
        int at = cache.offset(position, layer);
        System.arraycopy(times(input, own.key(), width), 0, cache.floats(), at, width);
        System.arraycopy(times(input, own.value(), width), 0, cache.floats(), at + width, width);
        float[] mixed = new float[width];
        for (int head = 0; head < shape.heads(); head++) {
            attendHead(query, head, layer, position, cache, mixed);
        }
        add(state, times(mixed, own.output(), width));
    }

    private void attendHead(float[] query, int head, int layer, int position, KvCache cache, float[] mixed) {
        int size = shape.width() / shape.heads();
        int start = head * size;
        float[] floats = cache.floats();
        float[] scores = new float[position + 1];
        float highest = Float.NEGATIVE_INFINITY;
        for (int token = 0; token <= position; token++) {
            int key = cache.offset(token, layer) + start;
            float score = 0;
            for (int i = 0; i < size; i++) {
                score += query[start + i] * floats[key + i];
            }
            scores[token] = score / (float) Math.sqrt(size);
            highest = Math.max(highest, scores[token]);
        }
        float sum = 0;
        for (int token = 0; token <= position; token++) {
            scores[token] = (float) Math.exp(scores[token] - highest);
            sum += scores[token];
        }
        for (int token = 0; token <= position; token++) {
            int value = cache.offset(token, layer) + shape.width() + start;
            float share = scores[token] / sum;
            for (int i = 0; i < size; i++) {
                mixed[start + i] += share * floats[value + i];
            }
        }
    }

    private void feedForward(float[] state, Weights.Layer layer) {
        float[] inner = times(normalized(state), layer.up(), 4 * shape.width());
        for (int i = 0; i < inner.length; i++) {
            inner[i] = Math.max(0, inner[i]);
        }
        add(state, times(inner, layer.down(), shape.width()));
    }

    /// How likely each token is to follow, not normalised.
    public float[] logits(float[] state) {
        float[] logits = new float[shape.vocabulary()];
        for (int token = 0; token < logits.length; token++) {
            float sum = 0;
            int row = token * shape.width();
            for (int i = 0; i < state.length; i++) {
                sum += state[i] * weights.embeddings[row + i];
            }
            logits[token] = sum / (float) Math.sqrt(shape.width());
        }
        return logits;
    }

    /// Row by row, so that the inner loop is one the compiler turns into vector instructions.
    private static float[] times(float[] vector, float[] matrix, int columns) {
        float[] product = new float[columns];
        for (int row = 0; row < vector.length; row++) {
            float factor = vector[row];
            int start = row * columns;
            for (int column = 0; column < columns; column++) {
                product[column] += factor * matrix[start + column];
            }
        }
        return product;
    }

    private static float[] normalized(float[] state) {
        float squares = 1e-6f;
        for (float value : state) {
            squares += value * value;
        }
        float factor = (float) Math.sqrt(state.length / squares);
        float[] normalized = new float[state.length];
        for (int i = 0; i < state.length; i++) {
            normalized[i] = state[i] * factor;
        }
        return normalized;
    }

    private static void add(float[] sum, float[] addend) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += addend[i];
        }
    }
}
