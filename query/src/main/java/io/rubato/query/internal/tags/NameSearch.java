package io.rubato.query.internal.tags;

import io.rubato.query.QueryContext;
import io.rubato.query.TagNames;
import io.rubato.query.TagRequest;
import io.rubato.query.TagRequest.TagScope;
import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.eval.Binder;
import io.rubato.query.internal.eval.Keys;
import io.rubato.query.internal.scan.Bindings;
import io.rubato.query.internal.scan.Morsel;
import io.rubato.query.internal.scan.Scan;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.SpanSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// One question for the names of attributes.
public final class NameSearch {
    private final TagRequest request;
    private final Range range;
    private final Bindings<BoundNames> sources;

    public NameSearch(List<SpanSource> all, TagRequest request, QueryContext context) {
        this.request = request;
        this.range = new Range(request.filter(), request.startNanos(), request.endNanos());
        this.sources = new Bindings<>(all, range::overlaps, this::bind, context);
    }

    /// The question bound to one source.
    ///
    /// @param told what its dictionaries tell
    /// @param others the scopes of which they do not tell all
    private record BoundNames(Range.Bound range, Names told, List<TagScope> others) implements Bindings.Bound {
        @Override
        public Bits batches() {
            Bits batches = range.batches();
            return others.isEmpty() ? firstOf(batches) : batches;
        }

        /// Where rows are not read, the source is visited once.
        private static Bits firstOf(Bits batches) {
            Bits first = new Bits(batches.size());
            first.setRange(0, Math.min(1, first.size()));
            return first;
        }
    }

    private BoundNames bind(SpanSource source) {
        Range.Bound bound = range.bind(new Binder(source));
        boolean whole = bound.isWhole();
        Map<TagScope, TreeSet<String>> told = new EnumMap<>(TagScope.class);
        List<TagScope> others = new ArrayList<>();
        for (TagScope scope : asked()) {
            TreeSet<String> names = new TreeSet<>();
            if (whole && Keys.ofSource(source, scope, names)) {
                told.put(scope, names);
            } else {
                others.add(scope);
            }
        }
        return new BoundNames(bound, Names.of(request.limit(), told, 0), others);
    }

    private List<TagScope> asked() {
        return request.scope() == null ? Arrays.asList(TagScope.values()) : List.of(request.scope());
    }

    public TagNames run(QueryContext context) {
        Names found = Scan.run(
                sources.morsels(),
                Names.none(request.limit()),
                this::evaluate,
                (soFar, morsel) -> false,
                sources::rulesOut,
                (soFar, visited) -> {},
                context);
        return new TagNames(found.lists(), found.inspectedBytes());
    }

    private Names evaluate(Morsel morsel, Names soFar) {
        return sources.visit(
                morsel, Names.none(request.limit()), bound -> bound.told().merge(ofRows(bound, morsel, soFar)));
    }

    private Names ofRows(BoundNames bound, Morsel morsel, Names soFar) {
        if (bound.others().isEmpty()) {
            return Names.none(request.limit());
        }
        BatchScope batch = new BatchScope(sources.source(morsel), morsel.batch());
        Bits rows = bound.range().rows(batch, morsel.stats());
        Map<TagScope, TreeSet<String>> names = new EnumMap<>(TagScope.class);
        for (TagScope scope : bound.others()) {
            TreeSet<String> ofScope = new TreeSet<>(soFar.of(scope));
            Keys.ofRows(batch, scope, rows, ofScope);
            names.put(scope, ofScope);
        }
        return Names.of(request.limit(), names, batch.batch().bytesRead());
    }
}
