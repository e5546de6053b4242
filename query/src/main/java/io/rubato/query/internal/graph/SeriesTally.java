package io.rubato.query.internal.graph;

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
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Counts spans by service, name, kind and status.
final class SeriesTally implements Tally<SeriesPartial> {
    private final List<SpanRange> sources;
    private final @Nullable OfSource[] known;
    private final Names services = new Names();
    private final Names names = new Names();
    private final RedTable series;

    SeriesTally(List<SpanRange> sources, QueryContext context) {
        this.sources = sources;
        this.known = new OfSource[sources.size()];
        this.series = new RedTable(context.limits().memoryBytes() / context.parallelism());
    }

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
    public void add(int source, BatchScope scope, BatchStats stats) {
        OfSource of = known[source];
        if (of == null) {
            of = new OfSource(scope.source());
            known[source] = of;
        }
        Batch batch = scope.batch();
        Chosen chosen = sources.get(source).of(scope, stats);
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
                Red red = series.at(SeriesKey.pack(service, of.name(codes[row]), kinds[row], status[row]));
                red.server.add(durations[row]);
                examples.offer(red, row);
            }
        }
    }

    @Override
    public SeriesPartial result() {
        return new SeriesPartial(series.byKey(key -> SeriesKey.unpack(key, services, names)));
    }
}
