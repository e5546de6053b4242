package io.rubato.query.internal.search;

import io.rubato.query.Spanset;
import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.eval.Binder;
import io.rubato.query.internal.eval.BoundField;
import io.rubato.query.internal.value.Value;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Batch;
import io.rubato.storage.scan.CodedField;
import io.rubato.storage.scan.SpanField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads what an answer shows of a span, from one source. Thread-safe.
final class SpanReader {
    private final List<FieldUse> uses;
    private final List<BoundField> bound;
    private final boolean nameSelected;

    SpanReader(List<FieldUse> fields, Binder binder) {
        this.uses = fields.stream().filter(FieldUse::isShown).toList();
        this.bound = uses.stream().map(use -> binder.field(use.field())).toList();
        this.nameSelected = fields.stream().anyMatch(FieldUse::isName);
    }

    Spanset.SpanMatch read(BatchScope scope, int row) {
        Batch batch = scope.batch();
        return new Spanset.SpanMatch(
                batch.longs(SpanField.SPAN_ID)[row],
                scope.source().dictionary(CodedField.NAME).text(batch.codes(CodedField.NAME)[row]),
                nameSelected,
                batch.longs(SpanField.START)[row],
                Math.max(0, batch.longs(SpanField.DURATION)[row]),
                attributes(scope, row));
    }

    /// Of fields that differ in scope only, the first that has a value.
    private List<Attribute> attributes(BatchScope scope, int row) {
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        for (int i = 0; i < bound.size(); i++) {
            String key = uses.get(i).key();
            Value value = value(scope, row, uses.get(i), bound.get(i));
            if (!(value instanceof Value.Nil)) {
                attributes.putIfAbsent(key, new Attribute(key, Answers.of(value)));
            }
        }
        return List.copyOf(attributes.values());
    }

    private static Value value(BatchScope scope, int row, FieldUse use, BoundField field) {
        AttributeLevel level = field.level();
        if (level == AttributeLevel.SPAN) {
            return field.read(scope, row);
        }
        int[] first = scope.firstRows(level);
        Value shown = Value.NIL;
        for (int i = first[row]; i < first[row + 1]; i++) {
            Value value = field.read(scope, i);
            if (use.accepts(value)) {
                return value;
            }
            shown = shown instanceof Value.Nil ? value : shown;
        }
        return shown;
    }
}
