package io.rubato.query.internal.tags;

import io.rubato.query.QueryMemory;
import io.rubato.query.TagValue;
import io.rubato.query.internal.eval.ValueSink;
import io.rubato.query.internal.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Gathers different values, the first few in order or all. They are put in order only in the end, and now and then if
/// only some are wanted. Not thread-safe.
final class ValueSet implements ValueSink {
    static final Comparator<TagValue> ORDER =
            Comparator.comparing(TagValue::value).thenComparing(TagValue::type);

    private static final String TEXT = "string";
    private static final int FEWEST = 4_096;

    /// Of a value among others in a list, beside its text, roughly.
    private static final long VALUE_BYTES = 90;

    private final int limit;
    private final int most;
    private final QueryMemory.Claim memory;
    private final TextTable texts;
    private final Set<TagValue> others = new HashSet<>();

    /// Memory of the others, bytes.
    private long counted;

    /// @param limit 0 for all
    /// @param memory of the query
    ValueSet(int limit, QueryMemory.Claim memory) {
        this.limit = limit;
        this.memory = memory;
        this.texts = new TextTable(memory);
        this.most = limit == 0 ? Integer.MAX_VALUE : (int) Math.min(Integer.MAX_VALUE, Math.max(FEWEST, 4L * limit));
    }

    @Override
    public void text(byte[] bytes, int offset, int length) {
        if (length > 0 && texts.add(bytes, offset, length)) {
            prune();
        }
    }

    @Override
    public void value(Value value) {
        switch (value) {
            case Value.Text(String text) -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                text(bytes, 0, bytes.length);
            }
            case Value.Bool(boolean bool) -> add("bool", Boolean.toString(bool));
            case Value.Int(long number) -> add("int", Long.toString(number));
            case Value.Real(double number) -> add("float", Double.toString(number));
            case Value.Status status -> add("keyword", status.value().toString());
            case Value.Kind kind -> add("keyword", kind.value().toString());
            case Value.Id id -> add(TEXT, id.padded());
            case Value.Many many -> many.values().forEach(this::value);
            case Value.Span _, Value.Nil _, Value.Opaque _ -> {}
        }
    }

    private void add(String type, String value) {
        if (others.add(new TagValue(type, value))) {
            count(value);
            prune();
        }
    }

    private void count(String value) {
        long bytes = VALUE_BYTES + value.length();
        memory.keep(bytes);
        counted += bytes;
    }

    void addAll(ValueSet more) {
        more.texts.forEach(this::text);
        for (TagValue value : more.others) {
            add(value.type(), value.value());
        }
    }

    private void prune() {
        if (texts.size() + others.size() > most) {
            List<TagValue> first = first();
            texts.clear();
            others.clear();
            memory.drop(counted);
            counted = 0;
            others.addAll(first);
            first.forEach(value -> count(value.value()));
        }
    }

    /// The first in order, each once.
    ///
    /// @throws io.rubato.query.QueryException when they take too much memory
    List<TagValue> first() {
        long bytes = VALUE_BYTES * ((long) texts.size() + others.size()) + 2L * texts.bytes();
        memory.keep(bytes);
        List<TagValue> first = inOrder();
        if (limit > 0) {
            memory.drop(bytes);
        }
        return first;
    }

    private List<TagValue> inOrder() {
        List<TagValue> all = new ArrayList<>(texts.size() + others.size());
        texts.forEach((bytes, offset, length) ->
                all.add(new TagValue(TEXT, new String(bytes, offset, length, StandardCharsets.UTF_8))));
        all.addAll(others);
        all.sort(ORDER);
        List<TagValue> first = new ArrayList<>(limit == 0 ? all.size() : Math.min(limit, all.size()));
        for (TagValue value : all) {
            if (limit > 0 && first.size() == limit) {
                break;
            }
            // Bytes that differ may be one text where they are not UTF-8.
            if (first.isEmpty() || !first.getLast().equals(value)) {
                first.add(value);
            }
        }
        return first;
    }
}
