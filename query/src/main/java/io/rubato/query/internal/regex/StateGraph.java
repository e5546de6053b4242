package io.rubato.query.internal.regex;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A regular expression as states, each of which takes a character of a set to the next, or goes on to two others
/// without
/// one (K. Thompson, Regular Expression Search Algorithm, 1968).
final class StateGraph {
    static final int MATCH = 0;
    private static final int MAX_STATES = 4_000;
    private static final int NONE = -1;

    private CharSet[] sets = new CharSet[64];
    private int[] next = new int[64];
    private int[] other = new int[64];
    private int size;
    private int start;
    private boolean full;

    private StateGraph() {
        // The match, from which nothing goes on.
        state(CharSet.NONE, NONE, NONE);
    }

    /// The graph, or null if it would be too large.
    static @Nullable StateGraph of(Node node) {
        StateGraph graph = new StateGraph();
        graph.start = graph.add(node, MATCH);
        return graph.full ? null : graph;
    }

    int size() {
        return size;
    }

    int start() {
        return start;
    }

    /// The set of a state that takes a character, empty of others.
    CharSet set(int state) {
        return sets[state];
    }

    int next(int state) {
        return next[state];
    }

    /// The second state that this one goes on to without a character, or -1.
    int other(int state) {
        return other[state];
    }

    /// Whether a state goes on without a character.
    boolean isSplit(int state) {
        return other[state] != NONE;
    }

    private int state(CharSet set, int first, int second) {
        if (size == MAX_STATES) {
            full = true;
            return MATCH;
        }
        if (size == next.length) {
            sets = Arrays.copyOf(sets, 2 * size);
            next = Arrays.copyOf(next, 2 * size);
            other = Arrays.copyOf(other, 2 * size);
        }
        sets[size] = set;
        next[size] = first;
        other[size] = second;
        return size++;
    }

    /// Adds what a part consists of in front of a state.
    private int add(Node node, int then) {
        if (full) {
            return MATCH;
        }
        return switch (node) {
            case Node.Any(CharSet set) -> state(set, then, NONE);
            case Node.Sequence(List<Node> parts) -> {
                int state = then;
                for (int i = parts.size() - 1; i >= 0; i--) {
                    state = add(parts.get(i), state);
                }
                yield state;
            }
            case Node.Choice(List<Node> parts) -> {
                int state = add(parts.getLast(), then);
                for (int i = parts.size() - 2; i >= 0; i--) {
                    state = state(CharSet.NONE, add(parts.get(i), then), state);
                }
                yield state;
            }
            case Node.Repeat(Node part, int min, int max) -> repeat(part, min, max, then);
        };
    }

    private int repeat(Node part, int min, int max, int then) {
        int state = then;
        if (max == Node.Repeat.ENDLESS) {
            int loop = state(CharSet.NONE, then, then);
            if (!full) {
                next[loop] = add(part, loop);
            }
            state = loop;
        } else {
            for (int i = min; i < max; i++) {
                state = state(CharSet.NONE, add(part, state), then);
            }
        }
        for (int i = 0; i < min; i++) {
            state = add(part, state);
        }
        return state;
    }
}
