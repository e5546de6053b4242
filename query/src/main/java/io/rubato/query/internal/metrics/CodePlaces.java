package io.rubato.query.internal.metrics;

import io.rubato.query.internal.eval.RowCodes;
import io.rubato.query.internal.metrics.CompareSource.CountedField;
import io.rubato.query.internal.value.Value;
import java.util.Arrays;

/// The places in a tally of the values that codes stand for; the value of a code is looked at once. Not thread-safe.
final class CodePlaces {
    /// Where the code's value is none.
    static final int MISSING = -2;

    private static final int UNKNOWN = -3;

    private final CountedField field;
    private final Tally tally;
    private final int[] places;

    /// @param size how many codes there are
    CodePlaces(CountedField field, Tally tally, int size) {
        this.field = field;
        this.tally = tally;
        this.places = new int[size];
        Arrays.fill(places, UNKNOWN);
    }

    CountedField field() {
        return field;
    }

    Tally tally() {
        return tally;
    }

    /// A place, [Tally#TOO_MANY] or [#MISSING].
    int of(RowCodes codes, int code) {
        int place = places[code];
        if (place == UNKNOWN) {
            Value value = field.value(codes, code);
            place = value instanceof Value.Nil ? MISSING : tally.place(value);
            places[code] = place;
        }
        return place;
    }
}
