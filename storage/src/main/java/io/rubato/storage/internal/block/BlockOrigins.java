package io.rubato.storage.internal.block;

import io.rubato.storage.internal.columns.RawOrigin;
import io.rubato.storage.internal.wire.Wire;
import io.rubato.storage.model.Origin;
import java.util.ArrayList;
import java.util.List;

/// The resources and scopes of a block's spans, by code. Immutable.
record BlockOrigins(List<RawOrigin> raw, List<Origin> parsed) {
    /// One that blocks have in common.
    private record Shared(RawOrigin raw, Origin parsed) {
        static Shared of(RawOrigin raw) {
            return new Shared(raw, raw.parse());
        }

        long size64() {
            return 600 + 5L * raw.size();
        }
    }

    /// Reads them. Most blocks have spans of the same origins, which they share by the cache.
    static BlockOrigins read(Wire wire, SectionCache cache) {
        int count = Chunks.checkCount(wire.varint());
        byte[] bytes = ByteStrings.read(wire, new Ints()).bytes();
        Wire inner = new Wire().on(bytes, 0, bytes.length);
        List<RawOrigin> raw = new ArrayList<>();
        List<Origin> parsed = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RawOrigin own = RawOrigin.read(inner);
            Shared shared = cache.get(own, Shared.class, 0, () -> Shared.of(own), Shared::size64);
            raw.add(shared.raw);
            parsed.add(shared.parsed);
        }
        return new BlockOrigins(List.copyOf(raw), List.copyOf(parsed));
    }

    /// Memory held, bytes, roughly; what the cache holds of each is not counted here.
    long size64() {
        return 64 + 16L * raw.size();
    }
}
