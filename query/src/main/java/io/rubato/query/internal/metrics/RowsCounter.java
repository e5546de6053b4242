package io.rubato.query.internal.metrics;

import io.rubato.query.internal.eval.RowCodes;
import io.rubato.query.internal.metrics.CompareSource.CountedField;

/// Counts a field by the codes that all rows of a batch have of it.
final class RowsCounter {
    private RowsCounter() {}

    static void add(CountedField field, Tally tally, Sides sides) {
        Observations observations = sides.observations();
        RowCodes codes = field.level().codes(observations.batch());
        CodePlaces places = new CodePlaces(field, tally, codes.size());
        int[] present = new int[observations.count()];
        int found = 0;
        for (int i = 0; i < present.length; i++) {
            int row = observations.rows()[i];
            int place = places.of(codes, codes.codes()[row]);
            if (place != CodePlaces.MISSING) {
                tally.add(place, sides.cells()[row], 1);
                present[found++] = row;
            }
        }
        tally.pick(present, found, sides);
    }
}
