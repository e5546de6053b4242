package io.rubato.query.memory;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.rubato.storage.model.AttributeValue;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.Column;
import io.rubato.storage.scan.Dictionary;
import io.rubato.storage.scan.OccurringCodes;
import io.rubato.storage.scan.ValueType;
import io.rubato.storage.scan.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A column over all batches of a source, with one dictionary for all of them or one for each.
final class MemoryColumn implements Column {
    private final AttributeLevel level;
    private final String key;
    private final ValueType type;
    private final boolean sharedDictionary;
    private final boolean tellsOccurring;
    private final List<MemoryDictionary> dictionaries = new ArrayList<>();
    private final List<List<int[]>> cells = new ArrayList<>();
    private final List<List<Long>> longs = new ArrayList<>();
    private final @Nullable Values[] built;

    MemoryColumn(AttributeLevel level, String key, ValueType type, int batches, boolean shared, Random random) {
        this.level = level;
        this.key = key;
        this.type = type;
        this.sharedDictionary = shared;
        this.tellsOccurring = random.nextBoolean();
        this.built = new Values[batches];
        MemoryDictionary one = new MemoryDictionary(random);
        for (int i = 0; i < batches; i++) {
            dictionaries.add(shared ? one : new MemoryDictionary(random));
            cells.add(new ArrayList<>());
            longs.add(new ArrayList<>());
        }
    }

    void add(int batch, int row, byte[] value) {
        cells.get(batch).add(new int[] {row, dictionaries.get(batch).code(value)});
    }

    void add(int batch, int row, long value) {
        cells.get(batch).add(new int[] {row, 0});
        longs.get(batch).add(value);
    }

    static ValueType typeOf(AttributeValue value) {
        return switch (value) {
            case AttributeValue.Text text -> ValueType.STRING;
            case AttributeValue.Bool bool -> ValueType.BOOL;
            case AttributeValue.Int number -> ValueType.INT;
            case AttributeValue.Real number -> ValueType.DOUBLE;
            case AttributeValue.Bytes bytes -> ValueType.BYTES;
            case AttributeValue.Array array -> ValueType.ARRAY;
            case AttributeValue.KeyValues list -> ValueType.KVLIST;
            case AttributeValue.Empty empty -> ValueType.EMPTY;
        };
    }

    @Nullable
    Values values(int batch, int rows) {
        List<int[]> entries = cells.get(batch);
        if (entries.isEmpty()) {
            return null;
        }
        Values known = built[batch];
        if (known == null) {
            known = build(batch, rows, entries);
            built[batch] = known;
        }
        return known;
    }

    private Values build(int batch, int rows, List<int[]> entries) {
        Bits present = new Bits(rows);
        entries.forEach(entry -> present.set(entry[0]));
        int count = entries.size();
        int[] codes = Arrays.copyOf(entries.stream().mapToInt(entry -> entry[1]).toArray(), count + 3);
        if (type == ValueType.RESIDUE) {
            int[] owners = entries.stream().mapToInt(entry -> entry[0]).toArray();
            return Values.repeated(present, count, owners, codes, dictionaries.get(batch));
        }
        if (type.isCoded()) {
            return Values.coded(present, count, codes, dictionaries.get(batch));
        }
        long[] plain = longs.get(batch).stream().mapToLong(Long::longValue).toArray();
        return Values.plain(present, count, Arrays.copyOf(plain, count + 3));
    }

    @Override
    public AttributeLevel level() {
        return level;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public ValueType type() {
        return type;
    }

    @Override
    public @Nullable Dictionary dictionary() {
        return sharedDictionary && type.isCoded() ? dictionaries.getFirst() : null;
    }

    @Override
    public Bits batchesWith(Bits codes) {
        Bits batches = new Bits(built.length);
        for (int i = 0; i < built.length; i++) {
            if (cells.get(i).stream().anyMatch(entry -> codes.get(entry[1]))) {
                batches.set(i);
            }
        }
        return batches;
    }

    @Override
    public Bits batchesWith(byte[] value) {
        Bits batches = new Bits(built.length);
        for (int i = 0; i < built.length; i++) {
            Dictionary dictionary = dictionaries.get(i);
            Bits codes = type() == ValueType.RESIDUE ? withKey(dictionary, value) : dictionary.equal(value);
            if (cells.get(i).stream().anyMatch(entry -> codes.get(entry[1]))) {
                batches.set(i);
            }
        }
        return batches;
    }

    @Override
    public Bits batches() {
        Bits batches = new Bits(built.length);
        for (int i = 0; i < built.length; i++) {
            if (!cells.get(i).isEmpty()) {
                batches.set(i);
            }
        }
        return batches;
    }

    /// Half of the columns tell.
    @Override
    public @Nullable OccurringCodes occurring(int batch) {
        if (!type.isCoded() || !tellsOccurring) {
            return null;
        }
        Bits codes = new Bits(dictionaries.get(batch).size());
        cells.get(batch).forEach(entry -> codes.set(entry[1]));
        return new OccurringCodes(dictionaries.get(batch), codes);
    }

    private static Bits withKey(Dictionary dictionary, byte[] key) {
        Bits codes = new Bits(dictionary.size());
        for (int code = 0; code < dictionary.size(); code++) {
            try {
                if (KeyValue.parseFrom(dictionary.value(code)).getKeyBytes().equals(ByteString.copyFrom(key))) {
                    codes.set(code);
                }
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException(e);
            }
        }
        return codes;
    }
}
