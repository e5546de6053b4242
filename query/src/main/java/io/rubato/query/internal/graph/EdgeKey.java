package io.rubato.query.internal.graph;

import io.rubato.query.ServiceGraph.EdgeKind;
import io.rubato.query.ServiceGraph.NodeKind;
import io.rubato.query.Slice;
import java.util.Comparator;

/// What tells edges apart.
///
/// @param clientKind, serverKind what both ends are by what this edge's spans say
record EdgeKey(String client, NodeKind clientKind, String server, NodeKind serverKind, EdgeKind kind, Slice slice) {
    static final Comparator<EdgeKey> ORDER = Comparator.comparing(EdgeKey::client)
            .thenComparing(EdgeKey::server)
            .thenComparing(EdgeKey::kind)
            .thenComparing(EdgeKey::slice)
            .thenComparing(EdgeKey::clientKind)
            .thenComparing(EdgeKey::serverKind);

    private static final EdgeKind[] EDGES = EdgeKind.values();
    private static final NodeKind[] NODES = NodeKind.values();
    private static final int NAME_BITS = 28;

    /// More names cannot be told apart.
    static final int MOST_NAMES = 1 << NAME_BITS;

    /// The same as one number, with names as numbers. It lives as long as a tally does.
    @SuppressWarnings("EnumOrdinal")
    static long pack(int client, NodeKind clientKind, int server, NodeKind serverKind, EdgeKind kind) {
        return (long) client << 36
                | (long) server << 8
                | (long) clientKind.ordinal() << 5
                | (long) serverKind.ordinal() << 2
                | kind.ordinal();
    }

    static EdgeKey unpack(long packed, Slice slice, Names names) {
        return new EdgeKey(
                names.text((int) (packed >>> 36)),
                NODES[(int) (packed >>> 5) & 7],
                names.text((int) (packed >>> 8) & MOST_NAMES - 1),
                NODES[(int) (packed >>> 2) & 7],
                EDGES[(int) packed & 3],
                slice);
    }
}
