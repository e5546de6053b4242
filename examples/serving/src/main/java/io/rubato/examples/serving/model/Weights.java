package io.rubato.examples.serving.model;

import java.util.Random;

/// The numbers of a model, made up from a seed: every process that asks for the same shape gets the same.
final class Weights {
    private static final long SEED = 0x5eed;

    final float[] embeddings;
    final Layer[] layers;

    /// Matrices are row by row, a row for each input.
    record Layer(float[] query, float[] key, float[] value, float[] output, float[] up, float[] down) {}

    Weights(ModelShape shape) {
        Random random = new Random(SEED);
        int width = shape.width();
        embeddings = matrix(random, shape.vocabulary(), width, 1);
        layers = new Layer[shape.layers()];
        for (int i = 0; i < layers.length; i++) {
            layers[i] = new Layer(
                    matrix(random, width, width, width),
                    matrix(random, width, width, width),
                    matrix(random, width, width, width),
                    matrix(random, width, width, width),
                    matrix(random, width, 4 * width, width),
                    matrix(random, 4 * width, width, 4 * width));
        }
    }

    private static float[] matrix(Random random, int rows, int columns, int fanIn) {
        float[] matrix = new float[rows * columns];
        double scale = 1 / Math.sqrt(fanIn);
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = (float) (random.nextGaussian() * scale);
        }
        return matrix;
    }
}
