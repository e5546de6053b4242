package io.rubato.generator.internal;

/// Writes what an operation adds to its span: an attribute or an event, or nothing.
@FunctionalInterface
interface Field {
    void write(ProtoBuffer out, Visit visit);
}
