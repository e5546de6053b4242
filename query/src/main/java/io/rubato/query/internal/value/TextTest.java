package io.rubato.query.internal.value;

import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.Dictionary;
import io.rubato.traceql.BinaryOperator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// A test of UTF-8 text in place. Thread-safe.
public interface TextTest extends Dictionary.BytesTest {
    /// The only values that pass, if they are few and known; else empty.
    default List<byte[]> exactly() {
        return List.of();
    }

    default boolean test(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return test(bytes, 0, bytes.length);
    }

    /// The codes of a dictionary whose values pass.
    default Bits codes(Dictionary dictionary) {
        List<byte[]> values = exactly();
        if (values.isEmpty()) {
            return dictionary.matching(this);
        }
        Bits codes = dictionary.equal(values.getFirst());
        if (values.size() == 1) {
            return codes;
        }
        Bits all = codes.copy();
        for (byte[] value : values.subList(1, values.size())) {
            all.or(dictionary.equal(value));
        }
        return all;
    }

    /// Passes exactly one value.
    static TextTest equal(String text) {
        byte[] expected = text.getBytes(StandardCharsets.UTF_8);
        return new TextTest() {
            @Override
            public boolean test(byte[] bytes, int offset, int length) {
                return Arrays.equals(bytes, offset, offset + length, expected, 0, expected.length);
            }

            @Override
            public List<byte[]> exactly() {
                return List.of(expected);
            }
        };
    }

    /// Passes what stands in an order to `text`.
    ///
    /// @param operator one of `= < <= > >=`
    static TextTest ordered(BinaryOperator operator, String text) {
        if (operator == BinaryOperator.EQUAL) {
            return equal(text);
        }
        byte[] other = text.getBytes(StandardCharsets.UTF_8);
        return (bytes, offset, length) -> Comparisons.holds(
                operator, Arrays.compareUnsigned(bytes, offset, offset + length, other, 0, other.length));
    }
}
