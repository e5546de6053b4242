package io.rubato.query.oracle;

import io.rubato.query.memory.PlainSpan;
import io.rubato.query.memory.PlainTrace;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import io.rubato.storage.model.Origin;
import io.rubato.storage.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// Small traces of few services that call one another in every way.
final class RandomCalls {
    private static final List<String> PEERS = List.of(
            "peer.service",
            "db.name",
            "db.system",
            "db.system.name",
            "db.namespace",
            "server.address",
            "network.peer.address",
            "messaging.system");
    private static final List<String> VALUES = List.of("a", "x", "y", "");
    private final Random random;
    private final List<Origin> origins;

    RandomCalls(Random random) {
        this.random = random;
        this.origins = Stream.of("a", "a", "b", "c", "")
                .map(name -> new Origin(name, resource(random, name), "", "", "", List.of(), ""))
                .toList();
    }

    /// Some have a zone.
    private static List<Attribute> resource(Random random, String name) {
        List<Attribute> attributes = new ArrayList<>();
        if (!name.isEmpty()) {
            attributes.add(new Attribute("service.name", new AttributeValue.Text(name)));
        }
        if (random.nextBoolean()) {
            attributes.add(new Attribute("zone", new AttributeValue.Text("z" + random.nextInt(2))));
        }
        return attributes;
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    PlainTrace trace(TraceId id) {
        List<PlainSpan> spans = new ArrayList<>();
        int count = 1 + random.nextInt(random.nextInt(4) == 0 ? 24 : 6);
        for (int i = 0; i < count; i++) {
            spans.add(new PlainSpan(
                    id,
                    i + 1,
                    parent(i, count),
                    pick(List.of("GET /", "query", "process")),
                    random.nextInt(6),
                    random.nextInt(3),
                    "",
                    CutStores.FIRST + random.nextInt(1_000),
                    random.nextInt(5) == 0 ? -1 : random.nextLong(1L << random.nextInt(40)),
                    pick(origins),
                    attributes(),
                    List.of(),
                    List.of()));
        }
        return new PlainTrace(id, spans);
    }

    private List<Attribute> attributes() {
        List<Attribute> attributes = new ArrayList<>();
        for (String key : PEERS) {
            if (random.nextInt(6) == 0) {
                attributes.add(new Attribute(key, new AttributeValue.Text(pick(VALUES))));
            }
        }
        if (random.nextInt(3) == 0) {
            attributes.add(new Attribute("zone", new AttributeValue.Text(pick(VALUES))));
        }
        if (random.nextInt(3) == 0) {
            attributes.add(new Attribute("network.peer.port", new AttributeValue.Int(1 + random.nextInt(2))));
        }
        return attributes;
    }

    /// Mostly a tree; now and then a second root, a missing parent or a cycle.
    private long parent(int index, int count) {
        int odd = random.nextInt(20);
        if (odd == 0 || (index == 0 && odd > 1)) {
            return 0;
        }
        return odd == 1 ? 99 : odd == 2 ? 1 + random.nextInt(count) : 1 + random.nextInt(Math.max(1, index));
    }
}
