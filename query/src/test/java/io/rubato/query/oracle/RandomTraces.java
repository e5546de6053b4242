package io.rubato.query.oracle;

import io.rubato.query.memory.PlainSpan;
import io.rubato.query.memory.PlainTrace;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import io.rubato.storage.model.Origin;
import io.rubato.storage.model.TraceId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/// Small traces out of few names, keys and values, so that random conditions meet them.
final class RandomTraces {
    static final List<String> KEYS = List.of("a", "b", "c", "http.status_code");
    static final List<String> TEXTS = List.of("", "foo", "bar", "foobar", "f\no", "zoë", "10", "0000000000000001", "a");
    static final List<Long> INTS =
            List.of(-1L, 0L, 1L, 2L, 3L, 200L, 500L, (1L << 53) + 1, Long.MAX_VALUE, Long.MIN_VALUE);
    static final List<Double> REALS =
            List.of(-0.5, 0.0, 1.0, 1.5, 2.0, 200.0, 1e300, (double) (1L << 53), Double.NaN, Double.POSITIVE_INFINITY);
    static final List<String> NAMES = List.of("GET /", "GET /cart", "query", "");
    private final Random random;
    private final boolean uniqueKeys;
    private final List<Origin> origins;

    RandomTraces(Random random) {
        this(random, false);
    }

    /// @param uniqueKeys whether no key stands twice among the attributes of one thing, as OTLP asks for
    RandomTraces(Random random, boolean uniqueKeys) {
        this.random = random;
        this.uniqueKeys = uniqueKeys;
        this.origins = IntStream.range(0, 4).mapToObj(i -> origin()).toList();
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private Origin origin() {
        List<Attribute> resource = new ArrayList<>(attributes());
        String service = random.nextInt(5) == 0 ? "" : pick(List.of("frontend", "backend", "db"));
        if (!service.isEmpty()) {
            resource.add(new Attribute("service.name", new AttributeValue.Text(service)));
        }
        return new Origin(
                service, resource, "", pick(List.of("", "lib", "foo")), pick(List.of("", "1.0")), attributes(), "");
    }

    private List<Attribute> attributes() {
        List<Attribute> attributes = IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> new Attribute(pick(KEYS), value(2)))
                .toList();
        Set<String> seen = new HashSet<>();
        return uniqueKeys
                ? attributes.stream()
                        .filter(attribute -> seen.add(attribute.key()))
                        .toList()
                : attributes;
    }

    private AttributeValue value(int depth) {
        return switch (random.nextInt(depth > 0 ? 14 : 9)) {
            case 0, 1, 2 -> new AttributeValue.Text(pick(TEXTS));
            case 3, 4 -> new AttributeValue.Int(pick(INTS));
            case 5, 6 -> new AttributeValue.Real(pick(REALS));
            case 7 -> new AttributeValue.Bool(random.nextBoolean());
            case 8 -> new AttributeValue.Empty();
            case 9 -> new AttributeValue.Bytes(new byte[] {1, 2});
            case 10 -> new AttributeValue.KeyValues(attributes());
            default ->
                new AttributeValue.Array(IntStream.range(0, random.nextInt(4))
                        .mapToObj(i -> value(depth - 1))
                        .toList());
        };
    }

    PlainTrace trace(TraceId id) {
        List<PlainSpan> spans = new ArrayList<>();
        int count = 1 + random.nextInt(random.nextInt(8) == 0 ? 20 : 5);
        long start = 1_000_000_000_000L + random.nextInt(20);
        for (int i = 0; i < count; i++) {
            long at = start + random.nextInt(6);
            // Now and then an id that another span has.
            boolean twin = i > 0 && random.nextInt(16) == 0;
            spans.add(new PlainSpan(
                    id,
                    twin ? 1 + random.nextInt(i) : i + 1,
                    parent(i, count),
                    pick(NAMES),
                    random.nextInt(8) - 1,
                    random.nextInt(5) - 1,
                    pick(TEXTS),
                    at,
                    twin ? 20 + i : random.nextInt(12) - 2,
                    pick(origins),
                    attributes(),
                    IntStream.range(0, random.nextInt(3) / 2 * (1 + random.nextInt(3)))
                            .mapToObj(e -> new PlainSpan.Event(at + random.nextInt(5) - 1, pick(TEXTS), attributes()))
                            .toList(),
                    IntStream.range(0, random.nextInt(4) / 3 * (1 + random.nextInt(2)))
                            .mapToObj(l -> new PlainSpan.Link(
                                    new TraceId(0, random.nextInt(3)), random.nextInt(3), attributes()))
                            .toList()));
        }
        return new PlainTrace(id, spans);
    }

    /// Mostly a tree; now and then a second root, a missing parent or a cycle.
    private long parent(int index, int count) {
        int odd = random.nextInt(12);
        if (odd == 0 || (index == 0 && odd > 1)) {
            return 0;
        }
        return odd == 1 ? 99 : odd == 2 ? 1 + random.nextInt(count) : 1 + random.nextInt(Math.max(1, index));
    }
}
