package io.rubato.server.internal.rules;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rubato.server.internal.api.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// `/api/rubato/rules`, in the form of Prometheus' `/api/v1/rules`, with `window` and `queryOffset` added.
/// Source: <https://prometheus.io/docs/prometheus/latest/querying/api/#rules>
final class RulesJson {
    /// What Go has for a time that has not been.
    private static final String NEVER = "0001-01-01T00:00:00Z";

    private RulesJson() {}

    /// @param warning what is wrong with the files as they are now; empty if nothing is
    static byte[] bytes(List<GroupRun> groups, String warning) {
        return Json.bytes(out -> {
            out.writeStartObject();
            out.writeStringField("status", "success");
            out.writeObjectFieldStart("data");
            out.writeArrayFieldStart("groups");
            for (GroupRun group : groups) {
                group(out, group);
            }
            out.writeEndArray();
            out.writeEndObject();
            if (!warning.isEmpty()) {
                out.writeArrayFieldStart("warnings");
                out.writeString(warning);
                out.writeEndArray();
            }
            out.writeEndObject();
        });
    }

    private static void group(JsonGenerator out, GroupRun run) throws IOException {
        RuleGroup group = run.group();
        out.writeStartObject();
        out.writeStringField("name", group.name());
        out.writeStringField("file", group.file().toString());
        out.writeNumberField("interval", seconds(group.interval()));
        out.writeNumberField("queryOffset", seconds(group.offset()));
        out.writeNumberField("limit", group.limit());
        out.writeArrayFieldStart("rules");
        for (RuleRun rule : run.rules()) {
            rule(out, rule);
        }
        out.writeEndArray();
        evaluated(out, run.took(), run.evaluatedAt());
        out.writeEndObject();
    }

    private static void rule(JsonGenerator out, RuleRun run) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", run.rule().name());
        out.writeStringField("query", run.rule().query().text());
        out.writeNumberField("window", seconds(run.rule().window()));
        switch (run.rule()) {
            case Rule.Recording recording -> {
                Notification.texts(out, "labels", LabelSet.EMPTY.and(recording.labels()));
                out.writeStringField("type", "recording");
            }
            case Rule.Alerting alerting -> {
                List<Alert.Shown> active =
                        run.alerts() == null ? List.of() : run.alerts().active();
                out.writeNumberField("duration", seconds(alerting.holds()));
                out.writeNumberField("keepFiringFor", seconds(alerting.keepsFiring()));
                templates(out, "labels", alerting.labels());
                templates(out, "annotations", alerting.annotations());
                out.writeStringField("state", state(active));
                alerts(out, active);
                out.writeStringField("type", "alerting");
            }
        }
        health(out, run.outcome());
        out.writeEndObject();
    }

    private static String state(List<Alert.Shown> active) {
        if (active.stream().anyMatch(Alert.Shown::firing)) {
            return "firing";
        }
        return active.isEmpty() ? "inactive" : "pending";
    }

    private static void alerts(JsonGenerator out, List<Alert.Shown> active) throws IOException {
        out.writeArrayFieldStart("alerts");
        for (Alert.Shown alert : active) {
            out.writeStartObject();
            Notification.texts(out, "labels", alert.labels());
            Notification.texts(out, "annotations", alert.annotations());
            out.writeStringField("state", alert.state());
            out.writeStringField("activeAt", alert.activeAt().toString());
            out.writeStringField("value", Numbers.text(alert.value()));
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void templates(JsonGenerator out, String name, SortedMap<String, Template> templates)
            throws IOException {
        out.writeObjectFieldStart(name);
        for (Map.Entry<String, Template> template : templates.entrySet()) {
            out.writeStringField(template.getKey(), template.getValue().text());
        }
        out.writeEndObject();
    }

    private static void health(JsonGenerator out, RuleRun.@Nullable Outcome outcome) throws IOException {
        if (outcome == null) {
            out.writeStringField("health", "unknown");
            evaluated(out, null, null);
            return;
        }
        out.writeStringField("health", outcome.error().isEmpty() ? "ok" : "err");
        if (!outcome.error().isEmpty()) {
            out.writeStringField("lastError", outcome.error());
        }
        evaluated(out, outcome.took(), outcome.at());
    }

    private static void evaluated(JsonGenerator out, @Nullable Duration took, @Nullable Instant at) throws IOException {
        out.writeNumberField("evaluationTime", took == null ? 0 : took.toNanos() / 1e9);
        out.writeStringField("lastEvaluation", at == null ? NEVER : at.toString());
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
