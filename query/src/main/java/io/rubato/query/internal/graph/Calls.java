package io.rubato.query.internal.graph;

import io.rubato.query.internal.eval.BatchScope;
import io.rubato.storage.scan.Batch;
import io.rubato.storage.scan.CodedField;
import io.rubato.storage.scan.SpanField;
import java.util.Arrays;

/// Finds who calls whom in the traces of one batch, each span after its parent.
///
/// A span that *enters* its service is one of kind server or consumer, one without a parent id, and one whose parent is
/// of another service. It is called by the client or producer span above it with none but internal spans between them,
/// else by the service of its parent. An internal span through which a server span is reached in the same service does
/// not enter: that one does.
final class Calls {
    static final int NONE = -1;
    private static final int INTERNAL = 1;
    static final int SERVER = 2;
    static final int CLIENT = 3;
    static final int PRODUCER = 4;
    static final int CONSUMER = 5;

    private final int rows;
    private final int[] kinds;
    private final int[] parents;
    private final long[] parentIds;
    private final int[] own;

    /// The service a span counts to: that of the nearest span up from it that has one.
    private final int[] homes;

    /// The client or producer span that calls what comes below a span.
    private final int[] open;

    /// The internal span by which the service of a span was entered, if it is the way to what comes below.
    private final int[] entries;

    /// Of a span that enters: the client or producer span that calls it.
    private final int[] clients;

    /// Of a span that enters: the service that calls it, or 0.
    private final int[] callers;

    private final boolean[] enters;

    /// Client and producer spans that call a span, and internal spans that enter for another.
    private final boolean[] answered;

    Calls(BatchScope scope, Services services) {
        Batch batch = scope.batch();
        this.rows = batch.rows();
        this.kinds = batch.codes(CodedField.KIND);
        this.parents = scope.tree().parents();
        this.parentIds = batch.longs(SpanField.PARENT_ID);
        this.own = new int[rows];
        this.homes = new int[rows];
        this.open = new int[rows];
        this.entries = new int[rows];
        this.clients = new int[rows];
        this.callers = new int[rows];
        this.enters = new boolean[rows];
        this.answered = new boolean[rows];
        Arrays.fill(clients, NONE);
        int[] origins = batch.codes(CodedField.ORIGIN);
        for (int row = 0; row < rows; row++) {
            own[row] = services.service(origins[row]);
        }
        int[] order = scope.tree().order();
        for (int i = 0; i < rows; i++) {
            visit(order == null ? i : order[i]);
        }
    }

    private void visit(int row) {
        int parent = parents[row];
        int service = own[row];
        // A span of no service cannot call or be called.
        int kind = service == 0 ? INTERNAL : kinds[row];
        int home = parent == NONE ? 0 : homes[parent];
        boolean crosses = service != 0 && home != 0 && home != service;
        boolean serves = kind == SERVER || kind == CONSUMER;
        boolean calls = kind == CLIENT || kind == PRODUCER;
        if (serves || crosses || (parentIds[row] == 0 && service != 0)) {
            enter(row, parent, crosses, serves);
        }
        homes[row] = service == 0 ? home : service;
        open[row] = calls ? row : serves || crosses || parent == NONE ? NONE : open[parent];
        boolean passes = !serves && !calls && parent != NONE;
        entries[row] = !passes ? NONE : crosses ? row : entries[parent];
    }

    private void enter(int row, int parent, boolean crosses, boolean serves) {
        enters[row] = true;
        if (parent == NONE) {
            return;
        }
        int through = crosses || !serves ? NONE : entries[parent];
        if (through != NONE) {
            answered[through] = true;
            clients[row] = clients[through];
            callers[row] = callers[through];
            return;
        }
        int client = open[parent];
        clients[row] = client;
        if (client != NONE) {
            answered[client] = true;
        }
        callers[row] = crosses || client != NONE ? homes[parent] : 0;
    }

    int rows() {
        return rows;
    }

    int service(int row) {
        return own[row];
    }

    int kind(int row) {
        return kinds[row];
    }

    /// Whether the span enters its service.
    boolean enters(int row) {
        return enters[row] && (!answered[row] || calls(row));
    }

    /// Of a span that enters: the service that calls it, or 0.
    int caller(int row) {
        return callers[row];
    }

    /// Of a span that enters: the span that calls it, or [#NONE].
    int client(int row) {
        return clients[row];
    }

    /// Whether nobody called the span: it is where its trace begins.
    boolean isRoot(int row) {
        return parentIds[row] == 0;
    }

    /// Whether the span calls something of which no span is stored.
    boolean isUnanswered(int row) {
        return own[row] != 0 && calls(row) && !answered[row];
    }

    private boolean calls(int row) {
        return kinds[row] == CLIENT || kinds[row] == PRODUCER;
    }
}
