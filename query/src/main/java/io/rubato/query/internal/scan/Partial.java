package io.rubato.query.internal.scan;

/// The result of an operator over some of the batches. Merging is associative and commutative, so that neither the
/// way data was cut into batches and sources nor threads show in the whole. Immutable once handed on.
public interface Partial<P extends Partial<P>> {
    P merge(P other);
}
