package io.rubato.generator.internal;

/// Span kinds with their OTLP numbers.
enum Kind {
    INTERNAL(1),
    SERVER(2),
    CLIENT(3),
    PRODUCER(4),
    CONSUMER(5);

    final int number;

    Kind(int number) {
        this.number = number;
    }
}
