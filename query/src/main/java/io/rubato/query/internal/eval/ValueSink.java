package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.Value;

/// Takes values of a field, in any order, some of them more than once.
public interface ValueSink {
    void value(Value value);

    /// A text in place, as UTF-8. The bytes are not to be kept.
    void text(byte[] bytes, int offset, int length);
}
