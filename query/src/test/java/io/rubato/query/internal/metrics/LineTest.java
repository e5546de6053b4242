package io.rubato.query.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineTest {
    private static final AttributeValue EMPTY_TEXT = new AttributeValue.Text("");

    @Test
    void listsThatReadTheSameHaveAnOrder() {
        AttributeValue none = new AttributeValue.Array(List.of());
        AttributeValue one = new AttributeValue.Array(List.of(EMPTY_TEXT));
        AttributeValue other = new AttributeValue.Array(List.of(new AttributeValue.Empty()));

        assertThat(compare(none, one)).isNegative();
        assertThat(compare(one, none)).isPositive();
        assertThat(compare(one, other)).isEqualTo(-compare(other, one)).isNotZero();
        assertThat(compare(one, one)).isZero();
    }

    @Test
    void mapsThatReadTheSameHaveAnOrder() {
        AttributeValue one = map(new Attribute("a", new AttributeValue.Text("b, c: d")));
        AttributeValue two =
                map(new Attribute("a", new AttributeValue.Text("b")), new Attribute("c", new AttributeValue.Text("d")));

        assertThat(compare(one, two)).isNegative();
        assertThat(compare(two, one)).isPositive();
    }

    private static AttributeValue map(Attribute... entries) {
        return new AttributeValue.KeyValues(List.of(entries));
    }

    private static int compare(AttributeValue a, AttributeValue b) {
        return Integer.signum(Line.ORDER.compare(line(a), line(b)));
    }

    private static Line line(AttributeValue value) {
        return new Line(List.of(new Attribute("k", value)), new double[0], List.of());
    }
}
