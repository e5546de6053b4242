package io.rubato.query.internal.tags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rubato.query.QueryException;
import io.rubato.query.QueryException.Reason;
import io.rubato.query.QueryMemory;
import io.rubato.query.internal.value.Value;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// How much memory gathering values counts.
class ValueSetTest {
    private static final int MANY = 200_000;

    private final QueryMemory all = new QueryMemory(1L << 30);

    private static void fill(ValueSet values) {
        for (int i = 0; i < MANY; i++) {
            values.value(new Value.Int(i));
            byte[] text = ("value " + i).getBytes(StandardCharsets.UTF_8);
            values.text(text, 0, text.length);
        }
    }

    @Test
    void aFewOfManyTakeLittle() {
        try (QueryMemory.Claim claim = all.claim(2 << 20)) {
            ValueSet values = new ValueSet(10, claim);
            fill(values);
            assertThat(values.first()).hasSize(10);
        }
        assertThat(all.used()).isZero();
    }

    @Test
    void allOfManyAreCounted() {
        try (QueryMemory.Claim claim = all.claim(2 << 20)) {
            ValueSet values = new ValueSet(0, claim);
            assertThatThrownBy(() -> fill(values))
                    .isInstanceOfSatisfying(
                            QueryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE));
        }
        assertThat(all.used()).isZero();
    }
}
