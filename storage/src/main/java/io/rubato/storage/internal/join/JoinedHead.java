package io.rubato.storage.internal.join;

import io.rubato.storage.IngestLimits;
import io.rubato.storage.internal.head.Head;
import io.rubato.storage.internal.head.HeadSource;
import io.rubato.storage.internal.head.Rejections;
import io.rubato.storage.internal.view.Place;
import io.rubato.storage.internal.view.Place.InBlock;
import io.rubato.storage.internal.view.Place.InHead;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The spans of a unit, decoded from all their places. It grows as the unit does: copies of spans are dropped, so
/// that only what is new has to be read. Safe for concurrent use.
final class JoinedHead {
    private Head head = new Head(IngestLimits.NONE);

    /// What was read of each place: rows of a head, anything of a block.
    private final Map<Piece, Integer> read = new HashMap<>();

    private long version = -1;

    /// A place, without keeping its head or block in memory.
    ///
    /// @param owner the id of a block or of a generation
    private record Piece(Object owner, int trace) {
        static Piece of(Place place) {
            return switch (place) {
                case InBlock block -> new Piece(block.block().id(), block.trace());
                case InHead head -> new Piece(head.head().generation().id(), head.trace());
            };
        }
    }

    /// The unit's traces, whole.
    ///
    /// @return null when it has grown beyond this version of the unit
    /// @throws io.rubato.storage.DamagedException when a place cannot be read
    synchronized @Nullable JoinedTraces read(JoinUnit unit) {
        if (unit.version() < version) {
            return null;
        }
        if (head.duplicates() > head.size()) {
            head = new Head(IngestLimits.NONE);
            read.clear();
        }
        List<TracePlaces> traces = unit.traces().get();
        List<Place> missing = new ArrayList<>();
        for (TracePlaces trace : traces) {
            for (Place place : trace.places()) {
                if (!isRead(place)) {
                    missing.add(place);
                }
            }
        }
        append(missing);
        version = unit.version();
        int[] numbers = traces.stream()
                .mapToInt(trace -> head.findTrace(trace.id(), head.published()))
                .filter(number -> number >= 0)
                .toArray();
        return new JoinedTraces(new HeadSource("late traces", head, head.published(), null), numbers);
    }

    private boolean isRead(Place place) {
        Integer rows = read.get(Piece.of(place));
        return rows != null
                && switch (place) {
                    case InBlock block -> true;
                    case InHead inHead -> !hasRowsFrom(inHead, rows);
                };
    }

    private static boolean hasRowsFrom(InHead place, int row) {
        return row < place.head().published().rows()
                && place.head().generation().head().hasRowsFrom(place.trace(), row);
    }

    private void append(List<Place> places) {
        PieceReader.Pieces pieces = PieceReader.read(places);
        if (pieces.failure() != null) {
            throw pieces.failure();
        }
        for (Place place : places) {
            byte[] spans = pieces.spans().get(place);
            if (spans != null) {
                head.append(spans, 0, spans.length, new Rejections());
            }
            int rows =
                    place instanceof InHead inHead ? inHead.head().published().rows() : 0;
            read.put(Piece.of(place), rows);
        }
    }

    synchronized long bytes() {
        return head.bytes() + 64L * read.size();
    }
}
