package io.rubato.server.internal.trace;

import io.rubato.server.internal.trace.DecodedTrace.ResourceSpans;
import io.rubato.server.internal.trace.DecodedTrace.ScopeSpans;
import io.rubato.server.internal.trace.DecodedTrace.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The spans of a trace as a tree: siblings by start, then id; a span whose parent is not there is a root, and so is
/// the earliest of a cycle.
final class TraceTree {
    private static final Comparator<Node> ORDER =
            Comparator.comparingLong((Node node) -> node.span.startNanos()).thenComparing(node -> node.span.spanId());

    final List<Node> nodes = new ArrayList<>();
    final List<Node> roots = new ArrayList<>();

    TraceTree(DecodedTrace trace) {
        for (ResourceSpans resource : trace.resources()) {
            String service = resource.service();
            for (ScopeSpans scope : resource.scopes()) {
                scope.spans().forEach(span -> nodes.add(new Node(service, span)));
            }
        }
        nodes.sort(ORDER);
        link();
    }

    private void link() {
        Map<String, Node> byId = new HashMap<>();
        nodes.forEach(node -> byId.putIfAbsent(node.span.spanId(), node));
        for (Node node : nodes) {
            Node parent = node.span.parentId().isEmpty() ? null : byId.get(node.span.parentId());
            if (parent == null || parent == node) {
                roots.add(node);
            } else {
                parent.children.add(node);
                node.parent = parent;
            }
        }
        breakCycles();
        roots.sort(ORDER);
        number(roots);
        nodes.forEach(node -> number(node.children));
    }

    private void breakCycles() {
        roots.forEach(TraceTree::reach);
        for (Node node : nodes) {
            if (!node.reached) {
                if (node.parent != null) {
                    node.parent.children.remove(node);
                    node.parent = null;
                }
                roots.add(node);
                reach(node);
            }
        }
    }

    private static void reach(Node from) {
        Deque<Node> waiting = new ArrayDeque<>(List.of(from));
        while (!waiting.isEmpty()) {
            Node node = waiting.pop();
            node.reached = true;
            waiting.addAll(node.children);
        }
    }

    private static void number(List<Node> siblings) {
        for (int i = 0; i < siblings.size(); i++) {
            siblings.get(i).index = i;
        }
    }

    String traceId() {
        return nodes.isEmpty() ? "" : nodes.getFirst().span.traceId();
    }

    /// From the first start to the last end.
    long durationNanos() {
        long start = Long.MAX_VALUE;
        long end = 0;
        for (Node node : nodes) {
            start = Math.min(start, node.span.startNanos());
            end = Math.max(end, node.span.startNanos() + node.span.durationNanos());
        }
        return nodes.isEmpty() ? 0 : end - start;
    }

    long sumNanos() {
        return nodes.stream().mapToLong(node -> node.span.durationNanos()).sum();
    }

    int errors() {
        return (int) nodes.stream().filter(Node::isError).count();
    }

    /// A span with its place in the tree.
    static final class Node {
        final String service;
        final Span span;
        final List<Node> children = new ArrayList<>();

        @Nullable
        Node parent;

        int index;
        private boolean reached;

        Node(String service, Span span) {
            this.service = service;
            this.span = span;
        }

        /// What makes spans of two traces the same step.
        record Kind(String service, String name, int kind) {}

        Kind kind() {
            return new Kind(service, span.name(), span.kind());
        }

        boolean isError() {
            return span.statusCode() == Span.ERROR;
        }

        /// Places among siblings, from the root down.
        List<Integer> path() {
            List<Integer> path = new ArrayList<>();
            for (Node node = this; node != null; node = node.parent) {
                path.add(node.index);
            }
            return path.reversed();
        }
    }
}
