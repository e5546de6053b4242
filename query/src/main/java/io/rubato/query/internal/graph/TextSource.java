package io.rubato.query.internal.graph;

import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.eval.Binder;
import io.rubato.query.internal.eval.BoundField;
import io.rubato.query.internal.eval.RowCodes;
import io.rubato.query.internal.value.Value;
import io.rubato.storage.scan.Bits;
import io.rubato.traceql.Field;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Texts that the spans of one source have in a field. Thread-safe.
///
/// @param batches those that may have it: in most sources many of the fields asked for are unknown
record TextSource(BoundField field, Bits batches) {
    private static final int UNKNOWN = -1;

    static TextSource of(Binder binder, Field field) {
        BoundField bound = binder.field(field);
        return new TextSource(bound, bound.exists().batches(true));
    }

    static List<Reader> readers(List<TextSource> sources, BatchScope scope, Names names) {
        return sources.stream()
                .filter(source -> source.batches.get(scope.number()))
                .map(source -> new Reader(source.field, scope, names))
                .toList();
    }

    /// The first text that a span has; 0 for none.
    static int first(List<Reader> readers, int row) {
        for (int i = 0; i < readers.size(); i++) {
            int name = readers.get(i).name(row);
            if (name != 0) {
                return name;
            }
        }
        return 0;
    }

    /// Reads those of one batch as names; 0 for none. The batch is read when first asked for. Not thread-safe.
    static final class Reader {
        private final BoundField field;
        private final BatchScope scope;
        private final Names names;
        private @Nullable RowCodes codes;
        private int[] known = {};

        private Reader(BoundField field, BatchScope scope, Names names) {
            this.field = field;
            this.scope = scope;
            this.names = names;
        }

        int name(int row) {
            RowCodes all = codes;
            if (all == null) {
                all = field.codes(scope);
                codes = all;
                known = new int[all.size()];
                Arrays.fill(known, UNKNOWN);
            }
            int code = all.codes()[row];
            if (known[code] == UNKNOWN) {
                known[code] = names.number(text(all.values().apply(code)));
            }
            return known[code];
        }
    }

    private static String text(Value value) {
        return switch (value) {
            case Value.Text(String text) -> text;
            case Value.Int(long number) -> Long.toString(number);
            case Value.Bool(boolean bool) -> Boolean.toString(bool);
            case Value.Real(double number) ->
                number == Math.rint(number) && Math.abs(number) < 1e15
                        ? Long.toString((long) number)
                        : Double.toString(number);
            default -> "";
        };
    }
}
