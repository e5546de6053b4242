package io.rubato.server.internal.trace;

import io.rubato.server.internal.trace.TraceTree.Node;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What differs between two traces. From the roots down, siblings with the same service, name and kind are taken for
/// the same step, the first with the first; a step that only one trace has is removed or added with all below it.
final class TraceDiff {
    /// Durations that differ by less than this and less than a twentieth count as equal.
    private static final long LEAST_NANOS = 1_000_000;

    private static final int SHARE = 20;

    final TraceTree base;
    final TraceTree compare;
    final List<Pair> matched = new ArrayList<>();
    final List<Modified> modified = new ArrayList<>();
    final List<Node> added = new ArrayList<>();
    final List<Node> removed = new ArrayList<>();
    int fieldChanges;
    int attributeChanges;
    int eventChanges;

    /// The same step in both traces.
    record Pair(Node base, Node compare) {}

    record Modified(Pair pair, List<Change> changes) {}

    /// @param field the name of a field, or null for an attribute
    /// @param key the key of an attribute, or null for a field
    /// @param before, after null where there is none
    record Change(
            @Nullable String field,
            @Nullable String key,
            @Nullable AttributeValue before,
            @Nullable AttributeValue after) {
        String operation() {
            return before == null ? "add" : after == null ? "remove" : "modify";
        }
    }

    TraceDiff(TraceTree base, TraceTree compare) {
        this.base = base;
        this.compare = compare;
        match(base.roots, compare.roots);
    }

    static boolean differs(long before, long after) {
        return Math.abs(after - before) >= Math.max(LEAST_NANOS, before / SHARE);
    }

    private void match(List<Node> baseRoots, List<Node> compareRoots) {
        Deque<Pair> waiting = new ArrayDeque<>(siblings(baseRoots, compareRoots));
        while (!waiting.isEmpty()) {
            Pair pair = waiting.poll();
            matched.add(pair);
            compare(pair);
            waiting.addAll(siblings(pair.base.children, pair.compare.children));
        }
    }

    private List<Pair> siblings(List<Node> before, List<Node> after) {
        Map<Node.Kind, Deque<Node>> open = new HashMap<>();
        for (Node node : before) {
            open.computeIfAbsent(node.kind(), kind -> new ArrayDeque<>()).add(node);
        }
        List<Pair> pairs = new ArrayList<>();
        for (Node node : after) {
            Deque<Node> candidates = open.get(node.kind());
            Node same = candidates == null ? null : candidates.poll();
            if (same == null) {
                subtree(node, added);
            } else {
                pairs.add(new Pair(same, node));
            }
        }
        open.values().stream()
                .flatMap(Deque::stream)
                .sorted(Comparator.comparingInt(node -> node.index))
                .forEach(node -> subtree(node, removed));
        return pairs;
    }

    private static void subtree(Node top, List<Node> into) {
        Deque<Node> waiting = new ArrayDeque<>(List.of(top));
        while (!waiting.isEmpty()) {
            Node node = waiting.poll();
            into.add(node);
            waiting.addAll(node.children);
        }
    }

    private void compare(Pair pair) {
        List<Change> changes = new ArrayList<>();
        long before = pair.base.span.durationNanos();
        long after = pair.compare.span.durationNanos();
        if (differs(before, after)) {
            changes.add(field("duration_nanos", new AttributeValue.Int(before), new AttributeValue.Int(after)));
        }
        String was = pair.base.span.statusWord();
        String is = pair.compare.span.statusWord();
        if (!was.equals(is)) {
            changes.add(field("status", new AttributeValue.Text(was), new AttributeValue.Text(is)));
        }
        fieldChanges += changes.size();
        attributes(pair, changes);
        eventChanges += Math.abs(
                pair.base.span.events().size() - pair.compare.span.events().size());
        if (!changes.isEmpty()) {
            modified.add(new Modified(pair, changes));
        }
    }

    private static Change field(String name, AttributeValue before, AttributeValue after) {
        return new Change(name, null, before, after);
    }

    private void attributes(Pair pair, List<Change> changes) {
        Map<String, AttributeValue> before = byKey(pair.base.span.attributes());
        Map<String, AttributeValue> after = byKey(pair.compare.span.attributes());
        int fields = changes.size();
        before.forEach((key, value) -> {
            AttributeValue now = after.remove(key);
            if (now == null || !equal(value, now)) {
                changes.add(new Change(null, key, value, now));
            }
        });
        after.forEach((key, value) -> changes.add(new Change(null, key, null, value)));
        attributeChanges += changes.size() - fields;
    }

    private static Map<String, AttributeValue> byKey(List<Attribute> attributes) {
        Map<String, AttributeValue> byKey = new LinkedHashMap<>();
        attributes.forEach(attribute -> byKey.put(attribute.key(), attribute.value()));
        return byKey;
    }

    private static boolean equal(AttributeValue left, AttributeValue right) {
        return left instanceof AttributeValue.Bytes(byte[] a) && right instanceof AttributeValue.Bytes(byte[] b)
                ? Arrays.equals(a, b)
                : left.equals(right);
    }
}
