package io.rubato.storage.internal.manifest;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The fields of a JSON object as they were found, to be asked for by name.
final class Fields {

    private final String where;
    private final Map<String, Long> numbers = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final Map<String, List<UUID>> ids = new HashMap<>();
    private @Nullable VectorRef vector;

    Fields(String where) {
        this.where = where;
    }

    void put(String name, long value) {
        numbers.put(name, value);
    }

    void put(String name, String value) {
        texts.put(name, value);
    }

    void put(String name, List<UUID> value) {
        ids.put(name, value);
    }

    void vector(VectorRef value) {
        vector = value;
    }

    void seen(String name) {
        seen.add(name);
    }

    void require(String... names) throws IOException {
        for (String name : names) {
            if (!seen.contains(name)) {
                throw missing(name);
            }
        }
    }

    long get(String name) throws IOException {
        Long value = numbers.get(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    String text(String name) throws IOException {
        String value = texts.get(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    BlockEntry entry() throws IOException {
        List<UUID> mergedFrom = ids.get("mergedFrom");
        if (mergedFrom == null) {
            throw missing("mergedFrom");
        }
        return new BlockEntry(
                UUID.fromString(text("id")),
                text("tenant"),
                integer("level"),
                get("spans"),
                get("traces"),
                get("bytes"),
                get("minStartNanos"),
                get("maxEndNanos"),
                get("maxTraceStartNanos"),
                get("createdMillis"),
                newestMillis(),
                integer("formatVersion"),
                mergedFrom,
                ids.getOrDefault("movedFrom", List.of()),
                numbers.getOrDefault("walTo", 0L),
                vector,
                seen.contains("lostDead"));
    }

    /// Earlier versions did not write it. A block was made soon after its spans arrived.
    private long newestMillis() throws IOException {
        Long newest = numbers.get("newestMillis");
        return newest != null ? newest : Math.min(get("createdMillis"), Math.floorDiv(get("maxEndNanos"), 1_000_000));
    }

    VectorRef vector() throws IOException {
        String inline = texts.get("inline");
        return new VectorRef(get("version"), get("traces"), get("spans"), inline, inline == null ? location() : null);
    }

    private VectorRef.Location location() throws IOException {
        return new VectorRef.Location(
                text("object"), get("offset"), integer("length"), Integer.parseUnsignedInt(text("crc32c"), 16));
    }

    private int integer(String name) throws IOException {
        long value = get(name);
        if (value != (int) value) {
            throw new IOException("%s has %s %d, expected an int".formatted(where, name, value));
        }
        return (int) value;
    }

    private IOException missing(String name) {
        return new IOException("%s has no field '%s' of the expected type".formatted(where, name));
    }
}
