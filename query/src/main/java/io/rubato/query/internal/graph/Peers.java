package io.rubato.query.internal.graph;

import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.eval.Binder;
import io.rubato.traceql.AttributeRef;
import io.rubato.traceql.Scope;
import java.util.List;

/// What spans say about what they call, or who called them: attributes of one source. Thread-safe.
///
/// The attributes and their order are those of Tempo's service graph; a broker's name where there is no other is ours.
final class Peers {
    private final List<TextSource> peers;
    private final List<TextSource> databases;
    private final List<TextSource> addresses;
    private final List<TextSource> address;
    private final List<TextSource> port;
    private final List<TextSource> broker;

    Peers(Binder binder, List<String> peerAttributes) {
        this.peers = fields(binder, peerAttributes);
        this.databases = fields(binder, List.of("db.namespace", "db.name", "db.system", "db.system.name"));
        this.addresses = fields(binder, List.of("peer.service", "server.address"));
        this.address = fields(binder, List.of("network.peer.address"));
        this.port = fields(binder, List.of("network.peer.port"));
        this.broker = fields(binder, List.of("messaging.system"));
    }

    private static List<TextSource> fields(Binder binder, List<String> keys) {
        return keys.stream()
                .map(key -> TextSource.of(binder, new AttributeRef(Scope.SPAN, key)))
                .toList();
    }

    /// Those of one batch. Not thread-safe.
    Reader reader(BatchScope scope, Names names) {
        return new Reader(scope, names);
    }

    /// Reads the names, 0 for none.
    final class Reader {
        private final Names names;
        private final List<TextSource.Reader> peerTexts;
        private final List<TextSource.Reader> databaseTexts;
        private final List<TextSource.Reader> addressTexts;
        private final List<TextSource.Reader> addressText;
        private final List<TextSource.Reader> portText;
        private final List<TextSource.Reader> brokerText;

        private Reader(BatchScope scope, Names names) {
            this.names = names;
            this.peerTexts = TextSource.readers(peers, scope, names);
            this.databaseTexts = TextSource.readers(databases, scope, names);
            this.addressTexts = TextSource.readers(addresses, scope, names);
            this.addressText = TextSource.readers(address, scope, names);
            this.portText = TextSource.readers(port, scope, names);
            this.brokerText = TextSource.readers(broker, scope, names);
        }

        int peer(int row) {
            return TextSource.first(peerTexts, row);
        }

        int broker(int row) {
            return TextSource.first(brokerText, row);
        }

        /// The database that is called, if one is: by where it is, else by its name.
        int database(int row) {
            int database = TextSource.first(databaseTexts, row);
            if (database == 0) {
                return 0;
            }
            int place = TextSource.first(addressTexts, row);
            if (place != 0) {
                return place;
            }
            int host = TextSource.first(addressText, row);
            int port = host == 0 ? 0 : TextSource.first(portText, row);
            return host == 0 ? database : port == 0 ? host : names.number(names.text(host) + ":" + names.text(port));
        }
    }
}
