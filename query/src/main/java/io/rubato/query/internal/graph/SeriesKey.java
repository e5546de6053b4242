package io.rubato.query.internal.graph;

import io.rubato.query.Slice;
import java.util.Comparator;

/// What tells series of spans apart.
record SeriesKey(String service, String name, int kind, int status, Slice slice) {
    static final Comparator<SeriesKey> ORDER = Comparator.comparing(SeriesKey::service)
            .thenComparing(SeriesKey::name)
            .thenComparingInt(SeriesKey::kind)
            .thenComparingInt(SeriesKey::status)
            .thenComparing(SeriesKey::slice);

    // Kinds and statuses that OTLP does not define are kept to four bits in stores.
    private static final int ENUM_BITS = 8;

    /// The same as one number, with names as numbers.
    static long pack(int service, int name, int kind, int status) {
        return (long) service << 40 | (long) name << 16 | (kind & 0xFFL) << ENUM_BITS | (status & 0xFFL);
    }

    static SeriesKey unpack(long packed, Slice slice, Names services, Names names) {
        return new SeriesKey(
                services.text((int) (packed >>> 40)),
                names.text((int) (packed >>> 16) & 0xFFFFFF),
                (byte) (packed >>> ENUM_BITS),
                (byte) packed,
                slice);
    }
}
