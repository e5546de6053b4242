package io.rubato.server.internal.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rubato.server.internal.life.Life;
import io.rubato.server.internal.metrics.Labels;
import io.rubato.server.internal.metrics.PrometheusText;
import io.rubato.server.internal.metrics.Registry;
import io.rubato.server.internal.receive.Intake;
import io.rubato.server.internal.tenant.Statuses;
import io.rubato.server.internal.tenant.Stores;
import io.rubato.server.internal.tenant.TenantNames;
import io.rubato.storage.StoreStatus;
import io.rubato.storage.loop.LoopStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// What the process is and holds: for `/api/rubato/status`, and as figures for `/metrics`.
///
/// @param listening what listens where, once it does
/// @param refusing why spans are refused at the moment, if they are
public record ServerStatus(
        String version,
        Instant startedAt,
        String dataDir,
        Life life,
        Registry registry,
        Supplier<List<Listening>> listening,
        Supplier<Optional<String>> refusing) {

    /// A port that is open.
    ///
    /// @param name what it takes
    /// @param url where
    public record Listening(String name, String url) {}

    boolean hasTenants() {
        return life.stores().map(Stores::hasTenants).orElse(false);
    }

    /// Which other requests' tenants one may hear of: those that it names itself, or all where there are none.
    ///
    /// @throws io.rubato.server.internal.tenant.TenantException when it names none
    public Predicate<String> visible(String tenants) {
        if (!hasTenants()) {
            return others -> true;
        }
        List<String> own = TenantNames.several(tenants);
        return others -> TenantNames.areAmong(own, others);
    }

    /// Spans the store refused and requests it never saw, by reason.
    private Map<String, Long> refused(StoreStatus store) {
        Map<String, Long> refused = new TreeMap<>(store.refused());
        if (hasTenants()) {
            return refused;
        }
        registry.values(Intake.REFUSED).forEach((labels, requests) -> {
            String reason = labels.substring(labels.indexOf('"') + 1, labels.lastIndexOf('"'));
            refused.merge(reason, requests, Long::sum);
        });
        return refused;
    }

    /// @param tenants whose, as the request names them
    /// @throws io.rubato.server.internal.tenant.TenantException when it may not
    byte[] json(String tenants) {
        StoreStatus store =
                life.stores().map(stores -> stores.reading(tenants).status()).orElse(Statuses.NOTHING);
        return Json.bytes(out -> {
            out.writeStartObject();
            out.writeStringField("version", version);
            out.writeNumberField("startedAt", startedAt.toEpochMilli());
            out.writeStringField("dataDir", dataDir);
            readOnly(out, store);
            out.writeNumberField("spans", store.spans());
            out.writeNumberField("traces", store.traces());
            out.writeNumberField("blocks", store.blocks());
            out.writeNumberField("blockBytes", store.blockBytes());
            out.writeNumberField("headSpans", store.headSpans());
            out.writeNumberField("headBytes", store.headBytes());
            out.writeNumberField("walBytes", store.walBytes());
            out.writeStringField("oldestStartNanos", time(store.oldestStart(), Long.MAX_VALUE));
            out.writeStringField("newestStartNanos", time(store.newestStart(), Long.MIN_VALUE));
            out.writeNumberField("spansReceived", store.spansReceived());
            out.writeNumberField("bytesReceived", store.bytesReceived());
            out.writeNumberField("duplicates", store.duplicates());
            heads(out, store.heads());
            pieces(out, store.pieces());
            health(out, store.health());
            out.writeObjectFieldStart("spansRefused");
            for (Map.Entry<String, Long> reason : refused(store).entrySet()) {
                out.writeNumberField(reason.getKey(), reason.getValue());
            }
            out.writeEndObject();
            out.writeObjectFieldStart("events");
            for (Map.Entry<String, Long> event : new TreeMap<>(store.events()).entrySet()) {
                out.writeNumberField(event.getKey(), event.getValue());
            }
            out.writeEndObject();
            listening(out);
            out.writeEndObject();
        });
    }

    private static void heads(JsonGenerator out, StoreStatus.Heads heads) throws IOException {
        out.writeObjectFieldStart("heads");
        out.writeNumberField("count", heads.count());
        out.writeNumberField("bytesPerSpan", Math.round(heads.bytesPerSpan()));
        if (heads.secondsHeld() < 0) {
            out.writeNullField("secondsHeld");
        } else {
            out.writeNumberField("secondsHeld", Math.round(heads.secondsHeld()));
        }
        out.writeNumberField("flushesForced", heads.flushesForced());
        out.writeEndObject();
    }

    private void health(JsonGenerator out, StoreStatus.Health health) throws IOException {
        Json.textList(out, "warnings", health.warnings());
        out.writeNumberField("spansHeldBack", health.spansHeldBack());
        out.writeArrayFieldStart("loops");
        for (LoopStatus loop : loops(health)) {
            out.writeStartObject();
            out.writeStringField("name", loop.name());
            out.writeNumberField("failures", loop.failures());
            out.writeNumberField("ageSeconds", Math.round(loop.ageSeconds()));
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private Collection<LoopStatus> loops(StoreStatus.Health ofStore) {
        return registry.loops().with(ofStore.loops());
    }

    /// What runs in the background, and how long ago each was last known to be well; a line each.
    String loopsText() {
        StringBuilder text = new StringBuilder();
        StoreStatus store = life.stores().map(Stores::status).orElse(Statuses.NOTHING);
        for (LoopStatus loop : loops(store.health())) {
            text.append(loop.name())
                    .append(": well ")
                    .append(Math.round(loop.ageSeconds()))
                    .append(" s ago, ")
                    .append(loop.failures())
                    .append(" failures\n");
        }
        return text.toString();
    }

    private static void pieces(JsonGenerator out, StoreStatus.Pieces pieces) throws IOException {
        out.writeObjectFieldStart("pieces");
        out.writeNumberField("tracesWaiting", pieces.tracesWaiting());
        out.writeNumberField("tracesInHeads", pieces.tracesInHeads());
        out.writeNumberField("oldestSeconds", pieces.oldestSeconds());
        out.writeNumberField("spansFlushed", pieces.spansFlushed());
        out.writeNumberField("spansMoved", pieces.spansMoved());
        out.writeNumberField("spansMerged", pieces.spansMerged());
        out.writeEndObject();
    }

    private void readOnly(JsonGenerator out, StoreStatus store) throws IOException {
        Optional<String> reason =
                life.reason().isEmpty() ? Optional.ofNullable(store.readOnly()) : Optional.of(life.reason());
        if (reason.isEmpty()) {
            out.writeNullField("readOnly");
        } else {
            out.writeStringField("readOnly", reason.get());
        }
    }

    /// `0` when nothing is stored.
    private static String time(long nanos, long none) {
        return nanos == none ? "0" : Long.toString(nanos);
    }

    private void listening(JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("listening");
        for (Listening port : listening.get()) {
            out.writeStartObject();
            out.writeStringField("name", port.name());
            out.writeStringField("url", port.url());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /// Writes the store's figures.
    public void figures(PrometheusText text) {
        StoreStatus store = life.stores().map(Stores::status).orElse(Statuses.NOTHING);
        text.family("rubato_build_info", "gauge", "The version that runs.");
        text.sample("rubato_build_info", Labels.of("version", version), 1L);
        text.single(
                "rubato_ready",
                "gauge",
                "Whether requests are served.",
                life.stores().isPresent() ? 1L : 0L);
        text.single(
                "rubato_store_read_only", "gauge", "Whether nothing is taken in.", store.readOnly() == null ? 0L : 1L);
        text.single("rubato_store_spans", "gauge", "Spans stored.", store.spans());
        text.single("rubato_store_traces", "gauge", "Traces stored.", store.traces());
        text.single("rubato_store_blocks", "gauge", "Blocks.", store.blocks());
        text.single("rubato_store_block_bytes", "gauge", "Bytes of blocks.", store.blockBytes());
        text.single("rubato_store_head_spans", "gauge", "Spans not in blocks yet.", store.headSpans());
        text.single("rubato_store_head_bytes", "gauge", "Memory of spans not in blocks yet.", store.headBytes());
        text.single("rubato_store_wal_bytes", "gauge", "Bytes of the write-ahead log.", store.walBytes());
        heads(text, store.heads());
        pieces(text, store.pieces());
        text.single("rubato_spans_received_total", "counter", "Spans taken in.", store.spansReceived());
        text.single("rubato_bytes_received_total", "counter", "Bytes taken in.", store.bytesReceived());
        text.single("rubato_spans_duplicate_total", "counter", "Spans that were stored already.", store.duplicates());
        text.family("rubato_spans_refused_total", "counter", "Spans refused by the store, by reason.");
        store.refused()
                .forEach((reason, spans) ->
                        text.sample("rubato_spans_refused_total", Labels.of("reason", reason), spans));
        text.family("rubato_store_events_total", "counter", "Rare events, by name.");
        store.events()
                .forEach((event, count) -> text.sample("rubato_store_events_total", Labels.of("event", event), count));
        health(text, store.health());
        life.stores().ifPresent(stores -> stores.figures(text));
    }

    private void health(PrometheusText text, StoreStatus.Health health) {
        text.single(
                "rubato_store_warnings",
                "gauge",
                "Lines of warning in the status.",
                health.warnings().size());
        text.single(
                "rubato_store_spans_held_back",
                "gauge",
                "Spans that retention does not delete because the clock went forward at once.",
                health.spansHeldBack());
        Collection<LoopStatus> loops = loops(health);
        text.family(
                "rubato_loop_age_seconds",
                "gauge",
                "How long ago a background thread last ended a round well; 0 while it waits for work.");
        loops.forEach(loop ->
                text.sample("rubato_loop_age_seconds", Labels.of("loop", loop.name()), Math.round(loop.ageSeconds())));
        text.family("rubato_loop_failures_total", "counter", "Failures in a background thread, which went on.");
        loops.forEach(
                loop -> text.sample("rubato_loop_failures_total", Labels.of("loop", loop.name()), loop.failures()));
    }

    private static void heads(PrometheusText text, StoreStatus.Heads heads) {
        text.single(
                "rubato_store_heads", "gauge", "Heads: what holds spans that are not in blocks yet.", heads.count());
        text.single(
                "rubato_store_heads_seconds",
                "gauge",
                "Seconds of spans that fit into the heads at the rate of the last minute, -1 when none arrived.",
                Math.round(heads.secondsHeld()));
        text.single(
                "rubato_store_flushes_forced_total",
                "counter",
                "Heads flushed for want of memory while traces in them went on.",
                heads.flushesForced());
    }

    private static void pieces(PrometheusText text, StoreStatus.Pieces pieces) {
        text.single(
                "rubato_store_traces_waiting",
                "gauge",
                "Traces in several blocks, which wait to be moved to one.",
                pieces.tracesWaiting());
        text.single(
                "rubato_store_traces_waiting_seconds",
                "gauge",
                "How long the longest of them has waited.",
                pieces.oldestSeconds());
        text.single(
                "rubato_store_late_traces_in_heads",
                "gauge",
                "Traces in heads that have spans elsewhere.",
                pieces.tracesInHeads());
        text.family("rubato_store_spans_written_total", "counter", "Spans written to blocks, by reason.");
        text.sample("rubato_store_spans_written_total", Labels.of("reason", "flushed"), pieces.spansFlushed());
        text.sample("rubato_store_spans_written_total", Labels.of("reason", "moved"), pieces.spansMoved());
        text.sample("rubato_store_spans_written_total", Labels.of("reason", "merged"), pieces.spansMerged());
    }
}
