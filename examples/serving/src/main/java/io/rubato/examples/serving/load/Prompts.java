package io.rubato.examples.serving.load;

import java.util.List;
import java.util.Random;

/// Things to ask.
final class Prompts {
    private static final List<String> QUESTIONS = List.of(
            "What is the capital of France?",
            "How far is the moon from the earth?",
            "Tell me a story about a boat and a fish.",
            "Why is the sky blue when the sun is white?",
            "Write a letter to an old friend about the rain.",
            "What should I plant in the garden in the north?");
    private static final List<String> SENTENCES = List.of(
            "The river was high that morning and the boat could not cross. ",
            "Every house in the street had a light behind the door. ",
            "They said the machine would run day and night, and it did. ",
            "He put the map on the table and drew a line from the city to the sea. ",
            "In the field behind the school the children begin to sing. ");

    private Prompts() {}

    static String question(Random random) {
        return QUESTIONS.get(random.nextInt(QUESTIONS.size()));
    }

    static String text(Random random, int sentences) {
        StringBuilder text = new StringBuilder("Sum this up: ");
        for (int i = 0; i < sentences; i++) {
            text.append(SENTENCES.get(random.nextInt(SENTENCES.size())));
        }
        return text.toString();
    }
}
