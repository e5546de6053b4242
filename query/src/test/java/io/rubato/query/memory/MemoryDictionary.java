package io.rubato.query.memory;

import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.Dictionary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Byte strings by code; now and then a value gets a second code.
final class MemoryDictionary implements Dictionary {
    private final List<byte[]> values = new ArrayList<>();
    private final Random random;

    MemoryDictionary(Random random) {
        this.random = random;
    }

    int code(byte[] value) {
        for (int code = 0; code < values.size(); code++) {
            if (Arrays.equals(values.get(code), value) && random.nextInt(10) > 0) {
                return code;
            }
        }
        values.add(value);
        return values.size() - 1;
    }

    int code(String text) {
        return code(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int size() {
        return values.size();
    }

    @Override
    public byte[] value(int code) {
        return values.get(code).clone();
    }

    @Override
    public Bits matching(BytesTest test) {
        Bits codes = new Bits(values.size());
        for (int code = 0; code < values.size(); code++) {
            // In place, as in a page of values.
            byte[] page = new byte[values.get(code).length + 5];
            Arrays.fill(page, (byte) 'x');
            System.arraycopy(values.get(code), 0, page, 3, values.get(code).length);
            if (test.test(page, 3, values.get(code).length)) {
                codes.set(code);
            }
        }
        return codes;
    }

    @Override
    public Bits equal(byte[] value) {
        Bits codes = new Bits(values.size());
        for (int code = 0; code < values.size(); code++) {
            if (Arrays.equals(values.get(code), value)) {
                codes.set(code);
            }
        }
        return codes;
    }
}
