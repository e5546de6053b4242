package io.rubato.storage.scan;

import java.nio.charset.StandardCharsets;

/// Byte strings by code, 0 to [#size()] - 1. A value may have more than one code. Safe for concurrent
/// readers.
public interface Dictionary {
    int size();

    /// A copy of the value of `code`.
    byte[] value(int code);

    /// The length of the value of `code`, bytes.
    default int length(int code) {
        return value(code).length;
    }

    /// The value of `code` as UTF-8 text.
    default String text(int code) {
        return new String(value(code), StandardCharsets.UTF_8);
    }

    /// Marks in a new set the codes whose value passes `test`, looking at each value once.
    Bits matching(BytesTest test);

    /// Marks the codes whose value is exactly `value`; cheaper than [#matching] where the dictionary has an
    /// index.
    Bits equal(byte[] value);

    /// A test of a value given in place, without copying.
    @FunctionalInterface
    interface BytesTest {
        boolean test(byte[] bytes, int offset, int length);
    }
}
