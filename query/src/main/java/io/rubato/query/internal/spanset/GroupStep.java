package io.rubato.query.internal.spanset;

import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.eval.SpanValues;
import io.rubato.query.internal.eval.TraceFacts;
import io.rubato.query.internal.value.Value;
import io.rubato.storage.model.AttributeValue;
import io.rubato.storage.scan.Batch;
import io.rubato.storage.scan.Bits;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/// `by(expression)`: a spanset for each value; spans without a value make one of their own. Of the values of several
/// events or links the first counts, so that a span is in one set only.
///
/// @param key the attribute that holds the value
record GroupStep(String key, SpanValues values, Bits batches) implements Step {
    @Override
    public Spansets apply(Spansets input) {
        BatchScope scope = input.batch();
        scope.check();
        Batch batch = scope.batch();
        Bits rows = input.rows();
        IntFunction<Value> firsts = values.firsts(scope, rows);
        int[] setOf = input.setOf();
        int[] ofRow = new int[batch.rows()];
        int[] starts = new int[batch.traces() + 1];
        List<Group> all = new ArrayList<>();
        Map<Key, Group> known = new HashMap<>();
        for (int trace = 0; trace < batch.traces(); trace++) {
            int from = batch.traceStarts()[trace];
            int to = batch.traceStarts()[trace + 1];
            List<Group> groups = new ArrayList<>();
            known.clear();
            for (int row = from; row < to; row++) {
                if (rows.get(row)) {
                    scope.pause(row);
                    Value value = firsts.apply(row);
                    Key place = new Key(setOf[row], plain(value));
                    Group group = known.get(place);
                    if (group == null) {
                        group = new Group(place.set, value, groups.size());
                        known.put(place, group);
                        groups.add(group);
                    }
                    group.add(row, batch);
                    ofRow[row] = group.number;
                }
            }
            number(batch, groups, ofRow, from, to, all.size());
            starts[trace] = all.size();
            all.addAll(groups);
        }
        starts[batch.traces()] = all.size();
        int[] before = all.stream().mapToInt(group -> group.set).toArray();
        Value[] found = all.stream().map(group -> group.value).toArray(Value[]::new);
        return input.regrouped(new Spansets.Groups(ofRow, starts), before, new Spansets.Facts(key, found));
    }

    /// Sorts the groups of a trace and numbers them on from `first`.
    private static void number(Batch batch, List<Group> groups, int[] ofRow, int from, int to, int first) {
        groups.sort(Comparator.comparingInt((Group group) -> group.set)
                .thenComparing((a, b) -> TraceFacts.compare(batch, a.earliest, b.earliest))
                .thenComparing(group -> group.value.toString()));
        int[] numbers = new int[groups.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[groups.get(i).number] = first + i;
        }
        for (int row = from; row < to && numbers.length > 0; row++) {
            ofRow[row] = numbers[ofRow[row]];
        }
    }

    /// Something that is equal when the value is.
    private static Object plain(Value value) {
        return switch (value) {
            case Value.Many(List<Value> elements) ->
                elements.stream().map(GroupStep::plain).toList();
            case Value.Opaque(AttributeValue opaque) -> plain(opaque);
            case Value.Nil _ -> value;
            case Value.Text _ -> value;
            case Value.Bool _ -> value;
            case Value.Int _ -> value;
            case Value.Real _ -> value;
            case Value.Span _ -> value;
            case Value.Status _ -> value;
            case Value.Kind _ -> value;
            case Value.Id _ -> value;
        };
    }

    private static Object plain(AttributeValue value) {
        return switch (value) {
            case AttributeValue.Bytes(byte[] bytes) -> ByteBuffer.wrap(bytes);
            case AttributeValue.Array(List<AttributeValue> elements) ->
                elements.stream().map(GroupStep::plain).toList();
            case AttributeValue.KeyValues(var entries) ->
                Map.of(
                        "entries",
                        entries.stream()
                                .map(entry -> List.of(entry.key(), plain(entry.value())))
                                .toList());
            case AttributeValue.Text _ -> value;
            case AttributeValue.Bool _ -> value;
            case AttributeValue.Int _ -> value;
            case AttributeValue.Real _ -> value;
            case AttributeValue.Empty _ -> value;
        };
    }

    /// @param set the set that is split
    private record Key(int set, Object value) {}

    private static final class Group {
        final int set;
        final Value value;
        final int number;
        int earliest = -1;

        Group(int set, Value value, int number) {
            this.set = set;
            this.value = value;
            this.number = number;
        }

        void add(int row, Batch batch) {
            if (earliest < 0 || TraceFacts.compare(batch, row, earliest) < 0) {
                earliest = row;
            }
        }
    }
}
