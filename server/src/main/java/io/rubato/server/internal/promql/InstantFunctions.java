package io.rubato.server.internal.promql;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;

/// Functions of the samples of one moment.
/// Source: `promql/functions.go` of <https://github.com/prometheus/prometheus>, version 2.42
final class InstantFunctions {
    private static final double LN_2 = Math.log(2);

    private InstantFunctions() {}

    /// @param arguments of the call at one step; of a text none
    static List<Sample> of(PromExpr.Call call, List<List<Sample>> arguments) {
        List<Sample> first = arguments.isEmpty() ? List.of() : arguments.getFirst();
        return switch (call.function().name()) {
            case "abs" -> map(first, Math::abs);
            case "ceil" -> map(first, Math::ceil);
            case "exp" -> map(first, Math::exp);
            case "floor" -> map(first, Math::floor);
            case "ln" -> map(first, Math::log);
            case "log2" -> map(first, value -> Math.log(value) / LN_2);
            case "log10" -> map(first, Math::log10);
            case "sqrt" -> map(first, Math::sqrt);
            case "sgn" -> map(first, Math::signum);
            case "round" -> round(first, arguments.size() > 1 ? number(arguments.get(1)) : 1);
            case "clamp" -> clamp(first, number(arguments.get(1)), number(arguments.get(2)));
            case "clamp_min" -> map(first, value -> Math.max(value, number(arguments.get(1))));
            case "clamp_max" -> map(first, value -> Math.min(value, number(arguments.get(1))));
            case "sort" -> sorted(first, Comparator.comparingDouble(Sample::value));
            case "sort_desc" ->
                sorted(first, Comparator.comparingDouble(Sample::value).reversed());
            case "absent" -> absent(call.argument(0), first.isEmpty());
            case "scalar" -> Sample.scalar(first.size() == 1 ? number(first) : Double.NaN);
            case "vector" -> first;
            case "pi" -> Sample.scalar(Math.PI);
            case "histogram_quantile" -> distinct(Quantiles.of(number(first), arguments.get(1)));
            case "histogram_count" -> histograms(first, NativeHistogram::count);
            case "histogram_sum" -> histograms(first, NativeHistogram::sum);
            case "histogram_fraction" ->
                histograms(arguments.get(2), histogram -> histogram.fraction(number(first), number(arguments.get(1))));
            case "label_replace" -> replaced(call, first);
            case "label_join" -> joined(call, first);
            default -> throw new IllegalArgumentException(call.function() + " (expected: a function of samples)");
        };
    }

    private static double number(List<Sample> scalar) {
        return scalar.getFirst().value();
    }

    /// Without their names.
    static List<Sample> map(List<Sample> samples, DoubleUnaryOperator function) {
        return distinct(samples.stream()
                .filter(sample -> sample.histogram() == null)
                .map(sample -> new Sample(sample.unnamed(), function.applyAsDouble(sample.value())))
                .toList());
    }

    /// @throws PromException if two have the same labels
    static List<Sample> distinct(List<Sample> samples) {
        Set<SortedMap<String, String>> known = new HashSet<>();
        for (Sample sample : samples) {
            if (!known.add(sample.labels())) {
                throw PromException.ofData("vector cannot contain metrics with the same labelset");
            }
        }
        return samples;
    }

    private static List<Sample> round(List<Sample> samples, double nearest) {
        double inverse = 1 / nearest;
        return map(samples, value -> Math.floor(value * inverse + 0.5) / inverse);
    }

    private static List<Sample> clamp(List<Sample> samples, double least, double most) {
        return least > most ? List.of() : map(samples, value -> Math.max(least, Math.min(most, value)));
    }

    /// What is no number comes last.
    private static List<Sample> sorted(List<Sample> samples, Comparator<Sample> order) {
        Comparator<Sample> numbers = Comparator.comparing(sample -> Double.isNaN(sample.value()));
        return samples.stream().sorted(numbers.thenComparing(order)).toList();
    }

    private interface OfHistogram {
        double value(NativeHistogram histogram);
    }

    private static List<Sample> histograms(List<Sample> samples, OfHistogram function) {
        List<Sample> result = new ArrayList<>();
        for (Sample sample : samples) {
            NativeHistogram histogram = sample.histogram();
            if (histogram != null) {
                result.add(new Sample(sample.unnamed(), function.value(histogram)));
            }
        }
        return distinct(result);
    }

    /// One sample with the labels that a selector fixes.
    static List<Sample> absent(PromExpr operand, boolean absent) {
        if (!absent) {
            return List.of();
        }
        List<Matcher> matchers = switch (operand) {
            case PromExpr.Selector selector -> selector.matchers();
            case PromExpr.Range range -> range.selector().matchers();
            default -> List.of();
        };
        SortedMap<String, String> labels = new TreeMap<>();
        Set<String> several = new HashSet<>();
        for (Matcher matcher : matchers) {
            if (!matcher.label().equals(Matcher.NAME)) {
                boolean fixed = matcher.operator().equals("=") && !labels.containsKey(matcher.label());
                if (fixed) {
                    labels.put(matcher.label(), matcher.value());
                } else {
                    several.add(matcher.label());
                }
            }
        }
        labels.keySet().removeAll(several);
        labels.values().removeIf(String::isEmpty);
        return List.of(new Sample(labels, 1));
    }

    private static String text(PromExpr.Call call, int index) {
        return call.argument(index) instanceof PromExpr.Text(String value) ? value : "";
    }

    private static String label(String name) {
        if (!name.matches("[a-zA-Z_][a-zA-Z0-9_]*")) {
            throw PromException.ofData("invalid destination label name: " + name);
        }
        return name;
    }

    private static List<Sample> replaced(PromExpr.Call call, List<Sample> samples) {
        String target = label(text(call, 1));
        String replacement = text(call, 2);
        String source = text(call, 3);
        Pattern pattern;
        try {
            pattern = Pattern.compile("^(?:" + text(call, 4) + ")$");
        } catch (PatternSyntaxException e) {
            throw PromException.ofData("invalid regular expression in label_replace(): " + text(call, 4));
        }
        List<Sample> result = new ArrayList<>();
        for (Sample sample : samples) {
            com.google.re2j.Matcher matcher = pattern.matcher(sample.labels().getOrDefault(source, ""));
            result.add(matcher.find() ? labelled(sample, target, Expansion.of(replacement, pattern, matcher)) : sample);
        }
        return distinct(result);
    }

    private static List<Sample> joined(PromExpr.Call call, List<Sample> samples) {
        String target = label(text(call, 1));
        List<String> sources = call.arguments().stream()
                .skip(3)
                .map(argument -> argument instanceof PromExpr.Text(String value) ? value : "")
                .toList();
        return distinct(samples.stream()
                .map(sample -> labelled(
                        sample,
                        target,
                        sources.stream()
                                .map(source -> sample.labels().getOrDefault(source, ""))
                                .collect(Collectors.joining(text(call, 2)))))
                .toList());
    }

    private static Sample labelled(Sample sample, String label, String value) {
        SortedMap<String, String> labels = new TreeMap<>(sample.labels());
        if (value.isEmpty()) {
            labels.remove(label);
        } else {
            labels.put(label, value);
        }
        return new Sample(labels, sample.value(), sample.histogram());
    }
}
