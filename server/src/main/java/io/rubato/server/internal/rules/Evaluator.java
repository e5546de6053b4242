package io.rubato.server.internal.rules;

import io.rubato.query.MetricsRequest;
import io.rubato.query.MetricsResult;
import io.rubato.query.MetricsSeries;
import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.QueryException;
import io.rubato.query.TimeSteps;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.internal.life.Life;
import io.rubato.server.internal.tenant.Stores;
import io.rubato.server.internal.tenant.TenantException;
import io.rubato.storage.DamagedException;
import io.rubato.storage.Snapshot;
import io.rubato.storage.model.Attribute;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Runs the queries of one group's rules, in the thread that asks.
final class Evaluator {
    private static final String NAME = "__name__";

    private final Life life;
    private final String tenants;
    private final QuerySettings settings;
    private final QueryEngine engine = new QueryEngine();
    private volatile @Nullable QueryContext running;
    private volatile boolean cancelled;

    /// @param tenants whose spans count
    Evaluator(Life life, String tenants, QuerySettings settings) {
        this.life = life;
        this.tenants = tenants;
        this.settings = settings;
    }

    /// One series at one time.
    record Sample(LabelSet labels, double value) {}

    /// The numbers of a query over the spans that start after `end` less the window, and not after `end`.
    ///
    /// @param limit most series; 0 for no limit of the group's own
    /// @throws RuleException when there is no whole answer
    List<Sample> evaluate(RuleQuery query, Instant end, Duration window, int limit) {
        Stores stores = life.stores().orElseThrow(() -> new RuleException(life.reason()));
        long last = Math.multiplyExact(end.getEpochSecond(), 1_000_000_000L) + end.getNano();
        TimeSteps steps = new TimeSteps(last - window.toNanos(), window.toNanos(), 1, window.toNanos() / 1e9);
        QueryContext context = QueryContext.withTimeout(settings.timeout());
        running = context;
        if (cancelled) {
            context.cancel();
        }
        int most = settings.metrics().maxResponseSeries();
        try (Snapshot snapshot = stores.reading(tenants).snapshot()) {
            MetricsResult result = engine.metrics(snapshot, new MetricsRequest(query.query(), steps, 0, most), context);
            check(result, context, limit);
            return samples(result);
        } catch (QueryException | DamagedException | TenantException e) {
            throw new RuleException(String.valueOf(e.getMessage()));
        } finally {
            running = null;
        }
    }

    /// Part of the series would silence alerts, or resolve them, so it counts as none.
    private static void check(MetricsResult result, QueryContext context, int limit) {
        if (result.leftOut().isPresent()) {
            throw new RuleException(result.leftOut().get());
        }
        if (!context.damage().isEmpty()) {
            throw new RuleException(String.valueOf(context.damage().getFirst().getMessage()));
        }
        if (limit > 0 && result.series().size() > limit) {
            throw new RuleException("gives " + result.series().size() + " series, expected at most " + limit
                    + ", the limit of the group");
        }
    }

    private static List<Sample> samples(MetricsResult result) {
        List<Sample> samples = new ArrayList<>();
        Set<LabelSet> seen = new HashSet<>();
        for (MetricsSeries series : result.series()) {
            if (series.samples().isEmpty()) {
                continue; // nothing divided by nothing
            }
            LabelSet labels = labels(series.labels());
            if (!seen.add(labels)) {
                throw new RuleException("two series have the labels " + labels);
            }
            samples.add(new Sample(labels, series.samples().getLast().value()));
        }
        return samples;
    }

    private static LabelSet labels(List<Attribute> attributes) {
        Map<String, String> texts = attributes.stream()
                .filter(attribute -> !attribute.key().equals(NAME))
                .collect(Collectors.toMap(Attribute::key, one -> LabelText.of(one.value()), (a, _) -> a));
        SortedMap<String, String> labels = new TreeMap<>();
        LabelNames.of(texts.keySet()).forEach((key, name) -> labels.put(name, texts.getOrDefault(key, "")));
        return new LabelSet(labels);
    }

    boolean isCancelled() {
        return cancelled;
    }

    /// Ends what runs, and all to come.
    void cancel() {
        cancelled = true;
        QueryContext context = running;
        if (context != null) {
            context.cancel();
        }
    }
}
