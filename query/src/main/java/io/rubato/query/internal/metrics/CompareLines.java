package io.rubato.query.internal.metrics;

import io.rubato.query.internal.search.Answers;
import io.rubato.query.internal.value.Value;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What `compare()` shows: of each attribute the most frequent values on each side, and how many spans have it.
final class CompareLines {
    private static final Attribute TOO_MANY =
            new Attribute("__meta_error", new AttributeValue.Text("__too_many_values__"));
    private static final Comparator<Counted> MOST_FREQUENT =
            Comparator.comparingLong(Counted::total).reversed().thenComparing(Counted::line, Line.ORDER);

    /// The values of one attribute on one side.
    private record Side(Value type, Value attribute) {}

    private record Counted(long total, Line line) {}

    private CompareLines() {}

    static List<Line> of(SeriesPartial found, int top) {
        Set<Value> tooMany = tooMany(found);
        Map<Side, List<Counted>> values = new HashMap<>();
        List<Line> lines = new ArrayList<>();
        found.series().forEach((key, series) -> {
            Value type = key.getFirst();
            Value attribute = key.get(1);
            long[] counts = ((Counts) series.cells()).counts();
            long total = Arrays.stream(counts).sum();
            if (type.equals(CompareLeaf.OVERFLOW)) {
                return;
            }
            boolean all = type.equals(CompareLeaf.BASELINE_TOTAL) || type.equals(CompareLeaf.SELECTION_TOTAL);
            if (all) {
                lines.add(line(key, counts, List.of(), exemplars(series.picks())));
                if (tooMany.contains(attribute)) {
                    Value side = type.equals(CompareLeaf.BASELINE_TOTAL) ? CompareLeaf.BASELINE : CompareLeaf.SELECTION;
                    lines.add(line(List.of(side, attribute, Value.NIL), counts, List.of(TOO_MANY), List.of()));
                }
            } else if (!tooMany.contains(attribute)) {
                values.computeIfAbsent(new Side(type, attribute), _ -> new ArrayList<>())
                        .add(new Counted(total, line(key, counts, List.of(), List.of())));
            }
        });
        values.values()
                .forEach(side ->
                        side.stream().sorted(MOST_FREQUENT).limit(top).forEach(counted -> lines.add(counted.line)));
        return lines;
    }

    private static Set<Value> tooMany(SeriesPartial found) {
        Map<Value, Set<Value>> distinct = new HashMap<>();
        Set<Value> tooMany = new HashSet<>();
        for (List<Value> key : found.series().keySet()) {
            Value attribute = key.get(1);
            if (key.getFirst().equals(CompareLeaf.OVERFLOW)) {
                tooMany.add(attribute);
            } else if (!(key.getLast() instanceof Value.Nil)) {
                Set<Value> values = distinct.computeIfAbsent(attribute, _ -> new HashSet<>());
                values.add(key.getLast());
                if (values.size() > CompareLeaf.MOST_VALUES) {
                    tooMany.add(attribute);
                }
            }
        }
        return tooMany;
    }

    private static List<Line.Shown> exemplars(@Nullable Picks picks) {
        return picks == null
                ? List.of()
                : picks.chosen().stream()
                        .map(pick -> new Line.Shown(pick, List.of(), Double.NaN))
                        .toList();
    }

    private static Line line(List<Value> key, long[] counts, List<Attribute> more, List<Line.Shown> exemplars) {
        List<Attribute> labels = new ArrayList<>();
        labels.add(new Attribute("__meta_type", Answers.orNil(key.getFirst())));
        labels.addAll(more);
        String attribute = ((Value.Text) key.get(1)).value();
        labels.add(new Attribute(attribute, Answers.orNil(key.getLast())));
        return new Line(labels, Arrays.stream(counts).asDoubleStream().toArray(), exemplars);
    }
}
