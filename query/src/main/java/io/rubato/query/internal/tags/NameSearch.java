package io.rubato.query.internal.tags;

import io.rubato.query.QueryContext;
import io.rubato.query.TagNames;
import io.rubato.query.TagRequest;
import io.rubato.query.TagRequest.TagScope;
import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.eval.Binder;
import io.rubato.query.internal.eval.Keys;
import io.rubato.query.internal.scan.Morsel;
import io.rubato.query.internal.scan.Scan;
import io.rubato.storage.DamagedException;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.SpanSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// One question for the names of attributes.
public final class NameSearch {
    private static final Comparator<String> ORDER = Comparator.<String>naturalOrder();
    private final List<SpanSource> sources = new ArrayList<>();
    private final TagRequest request;
    private final List<Range> ranges = new ArrayList<>();

    public NameSearch(List<SpanSource> all, TagRequest request, QueryContext context) {
        this.request = request;
        for (SpanSource source : all) {
            try {
                Binder binder = new Binder(source);
                ranges.add(new Range(source, binder, request.filter(), request.startNanos(), request.endNanos()));
                sources.add(source);
            } catch (DamagedException damage) {
                context.report(damage);
            }
        }
    }

    public TagNames run(QueryContext context) {
        Map<TagScope, List<String>> names = new EnumMap<>(TagScope.class);
        long bytes = 0;
        for (TagScope scope : TagScope.values()) {
            if (request.scope() == null || request.scope() == scope) {
                Sorted<String> found = run(scope, context);
                bytes += found.inspectedBytes();
                if (!found.values().isEmpty()) {
                    names.put(scope, List.copyOf(found.values()));
                }
            }
        }
        return new TagNames(names, bytes);
    }

    private Sorted<String> run(TagScope scope, QueryContext context) {
        Sorted<String> known = Sorted.none(request.limit(), ORDER);
        List<Morsel> morsels = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            if (ranges.get(i).isEmpty()) {
                continue;
            }
            TreeSet<String> names = new TreeSet<>();
            Range range = ranges.get(i);
            if (range.isWhole() && Keys.ofSource(sources.get(i), scope, names)) {
                known = known.merge(new Sorted<>(request.limit(), ORDER, names, 0));
            } else {
                morsels.addAll(range.morsels(i, Bits.all(sources.get(i).batches())));
            }
        }
        Scan.Operator<Sorted<String>> operator = (morsel, soFar) -> evaluate(scope, morsel);
        return Scan.run(morsels, known, operator, (soFar, morsel) -> false, context);
    }

    private Sorted<String> evaluate(TagScope scope, Morsel morsel) {
        BatchScope batch = new BatchScope(sources.get(morsel.source()), morsel.batch());
        TreeSet<String> names = new TreeSet<>();
        Keys.ofRows(batch, scope, ranges.get(morsel.source()).rows(batch), names);
        return new Sorted<>(request.limit(), ORDER, names, batch.batch().bytesRead());
    }
}
