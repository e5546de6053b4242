package io.rubato.query.internal.spanset;

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

/// `by(expression)`: a spanset for each value; spans without a value make one of their own. Of the values of several
/// events or links the first counts, so that a span is in one set only.
///
/// @param key the attribute that holds the value
record GroupStep(String key, SpanValues values, Bits batches) implements Step {
    @Override
    public Spansets apply(Spansets input) {
        input.batch().check();
        Batch batch = input.batch().batch();
        Bits rows = input.rows();
        int[] setOf = input.setOf();
        int[] ofRow = new int[batch.rows()];
        int[] starts = new int[batch.traces() + 1];
        List<Group> all = new ArrayList<>();
        Map<Key, Group> known = new HashMap<>();
        for (int trace = 0; trace < batch.traces(); trace++) {
            int to = batch.traceStarts()[trace + 1];
            starts[trace] = all.size();
            known.clear();
            for (int row = batch.traceStarts()[trace]; row < to; row++) {
                if (rows.get(row)) {
                    Value value = values.first(input.batch(), row);
                    Group group = known.computeIfAbsent(new Key(setOf[row], plain(value)), k -> new Group(k, value));
                    group.add(row, batch);
                }
            }
            known.values().stream().sorted(byEarliest(batch)).forEach(all::add);
        }
        starts[batch.traces()] = all.size();
        for (int set = 0; set < all.size(); set++) {
            for (int row : all.get(set).rows) {
                ofRow[row] = set;
            }
        }
        int[] before = all.stream().mapToInt(group -> group.key.set).toArray();
        Value[] found = all.stream().map(group -> group.value).toArray(Value[]::new);
        return input.regrouped(new Spansets.Groups(ofRow, starts), before, new Spansets.Facts(key, found));
    }

    private static Comparator<Group> byEarliest(Batch batch) {
        return Comparator.comparingInt((Group group) -> group.key.set)
                .thenComparing((a, b) -> TraceFacts.compare(batch, a.earliest, b.earliest))
                .thenComparing(group -> group.value.toString());
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
        final Key key;
        final Value value;
        final List<Integer> rows = new ArrayList<>();
        int earliest = -1;

        Group(Key key, Value value) {
            this.key = key;
            this.value = value;
        }

        void add(int row, Batch batch) {
            rows.add(row);
            if (earliest < 0 || TraceFacts.compare(batch, row, earliest) < 0) {
                earliest = row;
            }
        }
    }
}
