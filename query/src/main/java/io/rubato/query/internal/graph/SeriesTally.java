package io.rubato.query.internal.graph;

import io.rubato.query.Breakdown;
import io.rubato.query.QueryContext;
import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.graph.SpanRange.Chosen;
import io.rubato.storage.scan.Batch;
import io.rubato.storage.scan.BatchStats;
import io.rubato.storage.scan.CodedField;
import io.rubato.storage.scan.Dictionary;
import io.rubato.storage.scan.SpanField;
import io.rubato.storage.scan.SpanSource;
import java.util.Arrays;

/// Counts spans by service, name, kind and status.
final class SeriesTally implements Tally<SeriesTally.BoundSeries, SeriesPartial> {
    private final Breakdown by;
    private final boolean sizes;
    private final LastSource<OfSource> known = new LastSource<>(OfSource::new);
    private final Names services = new Names();
    private final Names names = new Names();
    private final SlicedTable series;
    private final int[] values;

    SeriesTally(Breakdown by, boolean sizes, QueryContext context) {
        this.by = by;
        this.sizes = sizes;
        this.series =
                new SlicedTable(by, 1, names, context.limits().memoryBytes() / context.parallelism(), context.memory());
        this.values = new int[series.values()];
    }

    /// A source with what is asked of it.
    record BoundSeries(SpanRange range, BoundBreakdown by) implements SpanRange.Bound {}

    /// The names of a source by their codes.
    private final class OfSource {
        private final Services origins;
        private final Dictionary dictionary;
        private final int[] numbers;

        OfSource(SpanSource source) {
            this.origins = new Services(source, services);
            this.dictionary = source.dictionary(CodedField.NAME);
            this.numbers = new int[dictionary.size()];
            Arrays.fill(numbers, -1);
        }

        int name(int code) {
            if (numbers[code] < 0) {
                numbers[code] = names.number(dictionary.text(code));
            }
            return numbers[code];
        }
    }

    @Override
    public void add(BoundSeries bound, BatchScope scope, BatchStats stats) {
        OfSource of = known.of(scope.source());
        Batch batch = scope.batch();
        Chosen chosen = bound.range().of(scope, stats, by.cuts());
        BoundBreakdown.Reader reader = bound.by().reader(scope, names);
        int[] bytes = sizes ? batch.sizes() : null;
        int[] origins = batch.codes(CodedField.ORIGIN);
        int[] codes = batch.codes(CodedField.NAME);
        int[] kinds = batch.codes(CodedField.KIND);
        int[] status = batch.codes(CodedField.STATUS);
        long[] durations = batch.longs(SpanField.DURATION);
        Examples examples = new Examples(scope, durations);
        for (int row = 0; row < batch.rows(); row++) {
            scope.pause(row);
            int service = of.origins.service(origins[row]);
            if (service != 0 && chosen.inRange(row) && chosen.passes(row) && !chosen.isHidden(row)) {
                reader.read(row, values, 0);
                long key = SeriesKey.pack(service, of.name(codes[row]), kinds[row], status[row]);
                Red red = series.at(key, chosen.interval(row), values);
                red.server.add(durations[row]);
                if (bytes != null) {
                    red.bytes += bytes[row];
                }
                examples.offer(red, row);
            }
        }
    }

    @Override
    public SeriesPartial result() {
        return new SeriesPartial(series.byKey((key, slice) -> SeriesKey.unpack(key, slice, services, names)));
    }
}
