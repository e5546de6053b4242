package io.rubato.query.internal.eval;

import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.Column;
import io.rubato.storage.scan.Dictionary;
import io.rubato.storage.scan.OccurringCodes;
import io.rubato.storage.scan.ValueType;
import io.rubato.storage.scan.Values;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects the values of an attribute. A code of a dictionary that all batches share is looked at once.
final class AttributeCollector implements ValueCollector {
    private final AttributeField field;
    private final ValueSink sink;
    private final List<Part> parts = new ArrayList<>();

    AttributeCollector(AttributeField field, ValueSink sink) {
        this.field = field;
        this.sink = sink;
        for (Column column : field.columns()) {
            if (column.type().isCoded()) {
                parts.add(new CodedPart(column));
            } else if (column.type() != ValueType.EMPTY) {
                parts.add(new PlainPart(column));
            }
        }
    }

    @Override
    public void collect(BatchScope batch, @Nullable Bits spans) {
        Bits rows = Used.ofLevel(batch, field.level(), spans);
        for (Part part : parts) {
            Values values = batch.batch().values(part.column());
            if (values != null) {
                part.collect(values, rows);
            }
        }
        for (int row : field.residue(batch).rows()) {
            if (rows == null || rows.get(row)) {
                sink.value(field.read(batch, row));
            }
        }
    }

    @Override
    public boolean collectAll(int batch) {
        return !field.residueBatches().get(batch) && parts.stream().allMatch(part -> part.collectAll(batch));
    }

    @Override
    public boolean isExhausted(int batch) {
        return !field.residueBatches().get(batch) && parts.stream().allMatch(part -> part.isExhausted(batch));
    }

    static void give(Column column, Dictionary dictionary, Bits codes, ValueSink sink) {
        if (column.type() != ValueType.STRING) {
            for (int code = codes.next(0); code >= 0; code = codes.next(code + 1)) {
                sink.value(ColumnValues.of(column.type(), dictionary, code));
            }
        } else if (codes.count() == dictionary.size()) {
            // In place, without copies.
            Bits _ = dictionary.matching((bytes, offset, length) -> {
                sink.text(bytes, offset, length);
                return false;
            });
        } else {
            for (int code = codes.next(0); code >= 0; code = codes.next(code + 1)) {
                byte[] text = dictionary.value(code);
                sink.text(text, 0, text.length);
            }
        }
    }

    /// The values of one type.
    private sealed interface Part {
        Column column();

        void collect(Values values, @Nullable Bits rows);

        boolean collectAll(int batch);

        boolean isExhausted(int batch);
    }

    private final class CodedPart implements Part {
        private final Column column;
        private final Bits candidates;
        private final @Nullable Bits given;
        private int left;

        CodedPart(Column column) {
            this.column = column;
            this.candidates = column.batches();
            Dictionary shared = column.dictionary();
            this.given = shared == null ? null : new Bits(shared.size());
            this.left = shared == null ? -1 : shared.size();
        }

        @Override
        public Column column() {
            return column;
        }

        @Override
        public void collect(Values values, @Nullable Bits rows) {
            Dictionary dictionary = values.dictionary();
            Bits known = given;
            if (known == null) {
                Bits used = new Bits(dictionary.size());
                Used.mark(values, rows, used);
                give(column, dictionary, used, sink);
                return;
            }
            Bits used = known.copy();
            Used.mark(values, rows, used);
            giveOthers(dictionary, used, known);
        }

        private void giveOthers(Dictionary dictionary, Bits used, Bits known) {
            if (used.size() == 0) {
                return;
            }
            Bits others = used.copy();
            others.andNot(known);
            known.or(others);
            left -= others.count();
            give(column, dictionary, others, sink);
        }

        @Override
        public boolean collectAll(int batch) {
            if (left == 0 || !candidates.get(batch)) {
                return true;
            }
            OccurringCodes occurring = column.occurring(batch);
            Bits known = given;
            if (occurring == null) {
                return false;
            }
            if (known == null) {
                give(column, occurring.dictionary(), occurring.codes(), sink);
            } else {
                giveOthers(occurring.dictionary(), occurring.codes(), known);
            }
            return true;
        }

        @Override
        public boolean isExhausted(int batch) {
            if (left == 0 || !candidates.get(batch)) {
                return true;
            }
            Bits known = given;
            OccurringCodes occurring = known == null ? null : column.occurring(batch);
            if (known == null || occurring == null) {
                return false;
            }
            Bits others = occurring.codes().copy();
            if (others.size() > 0) {
                others.andNot(known);
            }
            return others.isEmpty();
        }
    }

    private final class PlainPart implements Part {
        private final Column column;
        private final Bits candidates;
        private final LongSet given = new LongSet();

        PlainPart(Column column) {
            this.column = column;
            this.candidates = column.batches();
        }

        @Override
        public Column column() {
            return column;
        }

        @Override
        public void collect(Values values, @Nullable Bits rows) {
            long[] longs = values.longs();
            Used.positions(values, rows, position -> {
                if (given.add(longs[position])) {
                    sink.value(ColumnValues.of(column, values, position));
                }
            });
        }

        @Override
        public boolean collectAll(int batch) {
            return !candidates.get(batch);
        }

        @Override
        public boolean isExhausted(int batch) {
            return !candidates.get(batch);
        }
    }
}
