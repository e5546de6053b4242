package io.rubato.query.internal.metrics;

import io.rubato.query.internal.search.Answers;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A series as it is shown: a number for each interval, NaN where there is none.
///
/// @param exemplars the first go before the others
@SuppressWarnings("ArrayRecordComponent")
record Line(List<Attribute> labels, double[] values, List<Shown> exemplars) {
    private static final String NAME = "__name__";

    /// By the number of labels, their keys, their values.
    static final Comparator<Line> ORDER = Line::compare;

    /// An exemplar with the labels it is shown with.
    ///
    /// @param value of the span, NaN for that of the series
    record Shown(Pick pick, List<Attribute> labels, double value) {}

    /// The label of a series that is not grouped.
    static Attribute name(String name) {
        return new Attribute(NAME, new AttributeValue.Text(name));
    }

    /// Whether nothing but a name tells it from others.
    boolean isAlone() {
        return labels.stream().allMatch(label -> label.key().equals(NAME));
    }

    /// Its name; empty when it has labels instead.
    String title() {
        return labels.isEmpty() || !isAlone()
                ? ""
                : Answers.text(labels.getFirst().value());
    }

    boolean isEmpty() {
        return Arrays.stream(values).allMatch(Double::isNaN);
    }

    Line with(double[] others) {
        return new Line(labels, others, exemplars);
    }

    private static int compare(Line a, Line b) {
        int order = Integer.compare(a.labels.size(), b.labels.size());
        for (int i = 0; order == 0 && i < a.labels.size(); i++) {
            order = a.labels.get(i).key().compareTo(b.labels.get(i).key());
        }
        for (int i = 0; order == 0 && i < a.labels.size(); i++) {
            order = compare(a.labels.get(i).value(), b.labels.get(i).value());
        }
        return order;
    }

    private static int compare(AttributeValue a, AttributeValue b) {
        double left = number(a);
        double right = number(b);
        int order = Boolean.compare(Double.isNaN(left), Double.isNaN(right));
        order = order == 0 ? Double.compare(left, right) : order;
        order = order == 0 ? Answers.text(a).compareTo(Answers.text(b)) : order;
        order = order == 0 ? a.getClass().getName().compareTo(b.getClass().getName()) : order;
        // The text of an empty list is that of a list of one empty text.
        return order == 0 ? compare(parts(a), parts(b)) : order;
    }

    private static int compare(List<AttributeValue> a, List<AttributeValue> b) {
        int order = Integer.compare(a.size(), b.size());
        for (int i = 0; order == 0 && i < a.size(); i++) {
            order = compare(a.get(i), b.get(i));
        }
        return order;
    }

    private static List<AttributeValue> parts(AttributeValue value) {
        return switch (value) {
            case AttributeValue.Array array -> array.values();
            case AttributeValue.KeyValues list ->
                list.values().stream()
                        .flatMap(entry -> Stream.of(new AttributeValue.Text(entry.key()), entry.value()))
                        .toList();
            case AttributeValue.Int _, AttributeValue.Real _, AttributeValue.Bool _ -> List.of();
            case AttributeValue.Text _, AttributeValue.Bytes _, AttributeValue.Empty _ -> List.of();
        };
    }

    private static double number(AttributeValue value) {
        return switch (value) {
            case AttributeValue.Int number -> number.value();
            case AttributeValue.Real number -> number.value();
            case AttributeValue.Text _, AttributeValue.Bool _, AttributeValue.Bytes _ -> Double.NaN;
            case AttributeValue.Array _, AttributeValue.KeyValues _, AttributeValue.Empty _ -> Double.NaN;
        };
    }
}
