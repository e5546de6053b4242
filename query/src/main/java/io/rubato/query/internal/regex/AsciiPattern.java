package io.rubato.query.internal.regex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A regular expression that ASCII text is matched against from end to end, one table look-up for each character. The
/// table is filled while it is used and has a bound; what it has no room for stays open. Thread-safe.
public final class AsciiPattern {
    /// What is known after a look.
    public enum Outcome {
        MATCHES,
        DIFFERS,
        /// The text is not ASCII, or the table is full.
        OPEN
    }

    private static final int MAX_STATES = 256;
    private static final int DEAD = 0;
    private static final int START = 1;
    private static final int UNKNOWN = 0;

    private final StateGraph graph;
    private final byte[] classes = new byte[CharSet.SIZE];
    private final int classCount;

    /// What follows a state on a class of characters: twice the next state and one more if it matches there, plus 2; or
    /// [#UNKNOWN]. Each entry says all that is needed, so that other threads may read it at any time.
    private final int[] table;

    private final List<int[]> states = new ArrayList<>();
    private final Map<List<Integer>, Integer> numbers = new HashMap<>();
    private final boolean matchesEmpty;
    private volatile boolean full;

    private AsciiPattern(StateGraph graph) {
        this.graph = graph;
        this.classCount = findClasses();
        this.table = new int[MAX_STATES * classCount];
        number(new int[0]);
        int[] start = closure(new int[] {graph.start()});
        number(start);
        this.matchesEmpty = matches(start);
    }

    /// The pattern, or null if it is one of those that are left to the general engine.
    ///
    /// @param pattern in RE2 syntax, and right; `.` matches newlines
    public static @Nullable AsciiPattern of(String pattern) {
        Node node = PatternParser.parse(pattern);
        StateGraph graph = node == null ? null : StateGraph.of(node);
        return graph == null ? null : new AsciiPattern(graph);
    }

    /// Characters that are in the same sets behave the same.
    private int findClasses() {
        Map<BitSet, Integer> known = new HashMap<>();
        for (int c = 0; c < CharSet.SIZE; c++) {
            BitSet in = new BitSet();
            for (int state = 0; state < graph.size(); state++) {
                in.set(state, graph.set(state).contains(c));
            }
            Integer number = known.putIfAbsent(in, known.size());
            classes[c] = (byte) (number == null ? known.size() - 1 : number);
        }
        return known.size();
    }

    public Outcome match(byte[] bytes, int offset, int length) {
        int state = START;
        boolean matches = matchesEmpty;
        for (int i = offset; i < offset + length; i++) {
            int c = bytes[i];
            if (c < 0) {
                return Outcome.OPEN;
            }
            int entry = table[state * classCount + classes[c]];
            if (entry == UNKNOWN) {
                entry = full ? UNKNOWN : fill(state, c);
                if (entry == UNKNOWN) {
                    return Outcome.OPEN;
                }
            }
            state = (entry - 2) >>> 1;
            matches = (entry & 1) != 0;
            if (state == DEAD) {
                return isAscii(bytes, i + 1, offset + length) ? Outcome.DIFFERS : Outcome.OPEN;
            }
        }
        return matches ? Outcome.MATCHES : Outcome.DIFFERS;
    }

    private static boolean isAscii(byte[] bytes, int from, int to) {
        int all = 0;
        for (int i = from; i < to; i++) {
            all |= bytes[i];
        }
        return all >= 0;
    }

    private synchronized int fill(int state, int c) {
        int[] from = states.get(state);
        int[] to = new int[from.length];
        int count = 0;
        for (int one : from) {
            if (graph.set(one).contains(c)) {
                to[count++] = graph.next(one);
            }
        }
        int[] next = closure(Arrays.copyOf(to, count));
        int number = number(next);
        int entry = number < 0 ? UNKNOWN : 2 + 2 * number + (matches(next) ? 1 : 0);
        table[state * classCount + classes[c]] = entry;
        return entry;
    }

    private static boolean matches(int[] states) {
        return states.length > 0 && states[0] == StateGraph.MATCH;
    }

    /// The number of a set of states, or -1 when there is no room for another.
    private int number(int[] set) {
        List<Integer> key = Arrays.stream(set).boxed().toList();
        Integer known = numbers.get(key);
        if (known != null) {
            return known;
        }
        if (states.size() == MAX_STATES) {
            full = true;
            return -1;
        }
        states.add(set);
        numbers.put(key, states.size() - 1);
        return states.size() - 1;
    }

    /// All states that take a character or match, which some states lead to without one; ascending.
    private int[] closure(int[] from) {
        BitSet seen = new BitSet(graph.size());
        int[] open = Arrays.copyOf(from, Math.max(from.length, 16));
        int count = from.length;
        while (count > 0) {
            int state = open[--count];
            if (seen.get(state)) {
                continue;
            }
            seen.set(state);
            if (graph.isSplit(state)) {
                if (count + 2 > open.length) {
                    open = Arrays.copyOf(open, 2 * open.length);
                }
                open[count++] = graph.next(state);
                open[count++] = graph.other(state);
            }
        }
        return seen.stream().filter(state -> !graph.isSplit(state)).toArray();
    }
}
