package io.rubato.query.internal.metrics;

import io.rubato.query.internal.eval.RowCodes;
import io.rubato.query.internal.metrics.CompareSource.CountedField;
import io.rubato.storage.scan.CodedField;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Counts the attributes of resources and instrumentation scopes: spans by origin and cell first, so that a span is
/// looked at once for all attributes. Not thread-safe.
final class OriginCounter {
    private final List<CodePlaces> attributes;

    /// Numbers of spans by origin and cell.
    private static final class Pairs {
        private final LongPlaces places = new LongPlaces();
        private long[] keys = new long[16];
        private long[] numbers = new long[16];
        private int count;

        void add(int origin, int cell) {
            long key = (long) origin << 32 | cell;
            int place = places.of(key);
            if (place == LongPlaces.NONE) {
                place = count++;
                places.put(key, place);
                if (place == keys.length) {
                    keys = Arrays.copyOf(keys, 2 * place);
                    numbers = Arrays.copyOf(numbers, 2 * place);
                }
                keys[place] = key;
            }
            numbers[place]++;
        }
    }

    /// @param origins how many the source has
    OriginCounter(List<CountedField> fields, Function<CountedField, Tally> tallies, int origins) {
        this.attributes = fields.stream()
                .map(field -> new CodePlaces(field, tallies.apply(field), origins))
                .toList();
    }

    void add(Sides sides) {
        Observations observations = sides.observations();
        int[] origins = observations.batch().batch().codes(CodedField.ORIGIN);
        Pairs pairs = new Pairs();
        for (int i = 0; i < observations.count(); i++) {
            int row = observations.rows()[i];
            pairs.add(origins[row], sides.cells()[row]);
        }
        int[] sample = sides.sample(observations.rows(), observations.count());
        for (CodePlaces attribute : attributes) {
            RowCodes codes = attribute.field().level().codes(observations.batch());
            for (int i = 0; i < pairs.count; i++) {
                int place = attribute.of(codes, (int) (pairs.keys[i] >> 32));
                if (place != CodePlaces.MISSING) {
                    attribute.tally().add(place, (int) pairs.keys[i], pairs.numbers[i]);
                }
            }
            int[] present = Arrays.stream(sample)
                    .filter(row -> attribute.of(codes, origins[row]) != CodePlaces.MISSING)
                    .toArray();
            attribute.tally().pick(present, present.length, sides);
        }
    }
}
