package io.rubato.storage.internal.join;

import io.rubato.storage.internal.view.Place;
import io.rubato.storage.model.TraceId;
import java.util.List;

/// All places of a trace in one view.
record TracePlaces(TraceId id, List<Place> places) {
    TracePlaces {
        places = List.copyOf(places);
    }
}
