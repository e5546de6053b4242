package io.rubato.server.internal.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rubato.server.config.SpanMetricsSettings.Processor;
import io.rubato.server.config.SpanSeriesSettings.Mapping;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// The types of setting that only span metrics have.
final class SpanMetricsTypes {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Of Tempo's, those that there is nothing to do for: local blocks are always there.
    private static final Set<String> NOTHING_TO_DO =
            Set.of("local-blocks", "host-info", "service-graphs-connection-info");

    static final ValueType<Set<Processor>> PROCESSORS = new ValueType<>(
            "a list of service-graphs and span-metrics, or of their parts service-graphs-request,"
                    + " service-graphs-latency, span-metrics-count, span-metrics-latency and span-metrics-size",
            true,
            SpanMetricsTypes::processors,
            processors -> processors.stream().map(SpanMetricsTypes::name).toList());

    /// Tempo's 0 is no limit.
    static final ValueType<Integer> MOST_OR_ANY = ValueType.scalar(
            "an integer, 0 for no limit",
            text -> {
                int most = Integer.parseInt(ValueTypes.digits(text));
                return most == 0 ? Integer.MAX_VALUE : most;
            },
            value -> value);

    /// Shown as stars.
    static final ValueType<String> SECRET =
            ValueType.scalar("text", text -> text, text -> text.isEmpty() ? "" : "********");

    static final ValueType<Map<String, String>> HEADERS =
            ValueType.tree("a mapping of names to texts", json(SpanMetricsTypes::texts), SpanMetricsTypes::hidden);

    static final ValueType<Map<String, String>> LABELS =
            ValueType.tree("a mapping of labels to texts", json(SpanMetricsTypes::texts), TreeMap::new);

    static final ValueType<List<Mapping>> MAPPINGS = ValueType.tree(
            "a list of mappings, each with name, source_labels and join",
            json(SpanMetricsTypes::mappings),
            mappings -> mappings.stream().map(SpanMetricsTypes::form).toList());

    private SpanMetricsTypes() {}

    private static String name(Processor processor) {
        return processor.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Set<Processor> processors(List<String> names) {
        EnumSet<Processor> found = EnumSet.noneOf(Processor.class);
        for (String name : names) {
            List<Processor> named = EnumSet.allOf(Processor.class).stream()
                    .filter(one -> name(one).equals(name)
                            || name(one)
                                    .substring(0, name(one).lastIndexOf('-'))
                                    .equals(name))
                    .toList();
            if (named.isEmpty() && !NOTHING_TO_DO.contains(name)) {
                throw new IllegalArgumentException(name);
            }
            found.addAll(named);
        }
        return found;
    }

    private static <T> Function<String, T> json(Function<JsonNode, T> of) {
        return text -> {
            try {
                return of.apply(JSON.readTree(text));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(e);
            }
        };
    }

    private static Map<String, String> texts(JsonNode node) {
        check(node.isObject());
        Map<String, String> texts = new TreeMap<>();
        node.properties().forEach(entry -> texts.put(entry.getKey(), text(entry.getValue())));
        return texts;
    }

    private static Map<String, String> hidden(Map<String, String> headers) {
        Map<String, String> hidden = new TreeMap<>(headers);
        hidden.replaceAll((name, value) -> SECRET.form().apply(value).toString());
        return hidden;
    }

    private static List<Mapping> mappings(JsonNode node) {
        check(node.isArray());
        List<Mapping> mappings = new ArrayList<>();
        for (JsonNode one : node) {
            List<String> sources = new ArrayList<>();
            check(one.path("source_labels").isArray());
            one.path("source_labels").forEach(source -> sources.add(text(source)));
            JsonNode join = one.path("join");
            mappings.add(new Mapping(text(one.path("name")), sources, join.isMissingNode() ? "" : text(join)));
        }
        return mappings;
    }

    private static Object form(Mapping mapping) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("name", mapping.name());
        form.put("source_labels", mapping.sourceLabels());
        form.put("join", mapping.join());
        return form;
    }

    private static String text(JsonNode node) {
        check(node.isTextual());
        return node.textValue();
    }

    private static void check(boolean good) {
        if (!good) {
            throw new IllegalArgumentException("not of this form");
        }
    }
}
