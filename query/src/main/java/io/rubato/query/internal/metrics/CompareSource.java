package io.rubato.query.internal.metrics;

import io.rubato.query.TagRequest.TagScope;
import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.eval.Binder;
import io.rubato.query.internal.eval.Keys;
import io.rubato.query.internal.eval.RowCodes;
import io.rubato.query.internal.value.Value;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Column;
import io.rubato.storage.scan.SpanSource;
import io.rubato.storage.scan.ValueType;
import io.rubato.traceql.AttributeRef;
import io.rubato.traceql.Field;
import io.rubato.traceql.IntrinsicRef;
import io.rubato.traceql.Scope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// The attributes of one source, by how they are counted. Thread-safe.
final class CompareSource {
    private static final List<AttributeLevel> LEVELS = List.of(AttributeLevel.SPAN, AttributeLevel.EVENT);

    private final Binder binder;
    private final List<CountedField> ofOrigins = new ArrayList<>();
    private final List<CountedField> intrinsics;
    private final List<CountedColumn> columns = new ArrayList<>();
    private final Set<Field> ofSeveralTypes = new HashSet<>();
    private final Map<Field, CountedField> others = new ConcurrentHashMap<>();

    /// A field that is counted by the codes of all rows.
    record CountedField(Field field, SpanLevel level) {
        private static final Value EMPTY = new Value.Text("");

        /// The value of a code, or [Value#NIL]; an intrinsic that is empty was not given.
        Value value(RowCodes codes, int code) {
            Value value =
                    codes.missing().test(code) ? Value.NIL : codes.values().apply(code);
            return field instanceof IntrinsicRef && value.equals(EMPTY) ? Value.NIL : value;
        }
    }

    /// An attribute's values of one type.
    record CountedColumn(Field field, Column column) {}

    /// @param intrinsics of spans and events
    /// @param ofOrigins those of resources and instrumentation scopes
    CompareSource(Binder binder, List<Field> intrinsics, List<Field> ofOrigins) {
        this.binder = binder;
        this.intrinsics = intrinsics.stream().map(this::counted).toList();
        ofOrigins.forEach(field -> this.ofOrigins.add(counted(field)));
        attributes(TagScope.RESOURCE, Scope.RESOURCE);
        attributes(TagScope.INSTRUMENTATION, Scope.INSTRUMENTATION);
        LEVELS.forEach(this::columns);
    }

    private CountedField counted(Field field) {
        return new CountedField(field, new SpanLevel(binder.field(field)));
    }

    private void attributes(TagScope scope, Scope own) {
        Set<String> names = new TreeSet<>();
        boolean _ = Keys.ofSource(binder.source(), scope, names);
        names.stream()
                .filter(name -> !name.isEmpty())
                .forEach(name -> ofOrigins.add(counted(new AttributeRef(own, name))));
    }

    private void columns(AttributeLevel level) {
        Set<Field> known = new HashSet<>();
        for (Column column : binder.source().columns(level)) {
            Field field = attribute(level, column.key());
            if (column.type() != ValueType.RESIDUE
                    && column.type() != ValueType.EMPTY
                    && !column.key().isEmpty()) {
                columns.add(new CountedColumn(field, column));
                if (!known.add(field)) {
                    ofSeveralTypes.add(field);
                }
            }
        }
    }

    private static AttributeRef attribute(AttributeLevel level, String key) {
        return new AttributeRef(level == AttributeLevel.SPAN ? Scope.SPAN : Scope.EVENT, key);
    }

    SpanSource source() {
        return binder.source();
    }

    /// Fields of the resource and the instrumentation scope: their codes are those of origins.
    List<CountedField> ofOrigins() {
        return ofOrigins;
    }

    List<CountedField> intrinsics() {
        return intrinsics;
    }

    List<CountedColumn> columns() {
        return columns;
    }

    CountedField byRows(Field field) {
        return others.computeIfAbsent(field, this::counted);
    }

    /// Attributes of spans and events whose values in a batch may be in several columns, or in the residue: they are
    /// counted by the codes of all rows.
    Set<Field> inSeveralPlaces(BatchScope batch) {
        Set<Field> fields = new HashSet<>(ofSeveralTypes);
        for (AttributeLevel level : LEVELS) {
            Set<String> names = new HashSet<>();
            Keys.ofResidue(batch, level, null, names);
            names.stream().filter(name -> !name.isEmpty()).forEach(name -> fields.add(attribute(level, name)));
        }
        return fields;
    }
}
