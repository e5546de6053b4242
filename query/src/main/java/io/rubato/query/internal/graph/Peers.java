package io.rubato.query.internal.graph;

import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.eval.Binder;
import io.rubato.query.internal.eval.BoundField;
import io.rubato.query.internal.eval.RowCodes;
import io.rubato.query.internal.value.Value;
import io.rubato.storage.scan.Bits;
import io.rubato.traceql.AttributeRef;
import io.rubato.traceql.Scope;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What spans say about what they call, or who called them: attributes of one source. Thread-safe.
///
/// The attributes and their order are those of Tempo's service graph; a broker's name where there is no other is ours.
final class Peers {
    private static final int UNKNOWN = -1;
    private final List<Attribute> peers;
    private final List<Attribute> databases;
    private final List<Attribute> addresses;
    private final Attribute address;
    private final Attribute port;
    private final Attribute broker;

    Peers(Binder binder, List<String> peerAttributes) {
        this.peers = fields(binder, peerAttributes);
        this.databases = fields(binder, List.of("db.namespace", "db.name", "db.system", "db.system.name"));
        this.addresses = fields(binder, List.of("peer.service", "server.address"));
        this.address = field(binder, "network.peer.address");
        this.port = field(binder, "network.peer.port");
        this.broker = field(binder, "messaging.system");
    }

    private static List<Attribute> fields(Binder binder, List<String> keys) {
        return keys.stream().map(key -> field(binder, key)).toList();
    }

    private static Attribute field(Binder binder, String key) {
        BoundField field = binder.field(new AttributeRef(Scope.SPAN, key));
        return new Attribute(field, field.exists().batches(true));
    }

    /// @param batches those that may have it: in most sources many of the attributes are unknown
    private record Attribute(BoundField field, Bits batches) {}

    /// Those of one batch. Not thread-safe.
    Reader reader(BatchScope scope, Names names) {
        return new Reader(scope, names);
    }

    /// Reads the names, 0 for none.
    final class Reader {
        private final BatchScope scope;
        private final Names names;
        private final List<Text> peerTexts;
        private final List<Text> databaseTexts;
        private final List<Text> addressTexts;
        private final Text addressText;
        private final Text portText;
        private final Text brokerText;

        private Reader(BatchScope scope, Names names) {
            this.scope = scope;
            this.names = names;
            this.peerTexts = texts(peers);
            this.databaseTexts = texts(databases);
            this.addressTexts = texts(addresses);
            this.addressText = new Text(address);
            this.portText = new Text(port);
            this.brokerText = new Text(broker);
        }

        private List<Text> texts(List<Attribute> fields) {
            return fields.stream().map(Text::new).toList();
        }

        private static int first(List<Text> texts, int row) {
            for (Text text : texts) {
                int name = text.name(row);
                if (name != 0) {
                    return name;
                }
            }
            return 0;
        }

        int peer(int row) {
            return first(peerTexts, row);
        }

        int broker(int row) {
            return brokerText.name(row);
        }

        /// The database that is called, if one is: by where it is, else by its name.
        int database(int row) {
            int database = first(databaseTexts, row);
            if (database == 0) {
                return 0;
            }
            int place = first(addressTexts, row);
            if (place != 0) {
                return place;
            }
            int host = addressText.name(row);
            int port = host == 0 ? 0 : portText.name(row);
            return host == 0 ? database : port == 0 ? host : names.number(names.text(host) + ":" + names.text(port));
        }

        /// One attribute; read when first asked for.
        private final class Text {
            private final Attribute attribute;
            private final boolean possible;
            private @Nullable RowCodes codes;
            private int[] known = {};

            Text(Attribute attribute) {
                this.attribute = attribute;
                this.possible = attribute.batches.get(scope.number());
            }

            int name(int row) {
                if (!possible) {
                    return 0;
                }
                RowCodes all = codes;
                if (all == null) {
                    all = attribute.field.codes(scope);
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
    }

    private static String text(Value value) {
        return switch (value) {
            case Value.Text(String text) -> text;
            case Value.Int(long number) -> Long.toString(number);
            default -> "";
        };
    }
}
