package io.rubato.server.internal.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.server.internal.trace.DecodedTrace.Event;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import zipkin2.Annotation;

class UnescapedJsonTest {
    private static Event event(String text) {
        return AnnotationText.event(Annotation.create(1, text));
    }

    private static Attribute text(String key, String value) {
        return new Attribute(key, new AttributeValue.Text(value));
    }

    @Test
    void rawNewlinesAndQuotes() {
        String trace = "java.lang.Error: a \"b\", \"c\"\n\tat x.Y.z(Y.java:1)\r\n\tat \\\\server\\share\n";
        Event event = event("\"exception\":{\"exception.message\":\"a \"b\", \"c\"\",\"exception.stacktrace\":\""
                + trace + "\",\"exception.escaped\":false}");
        assertThat(event.name()).isEqualTo("exception");
        assertThat(event.attributes())
                .containsExactly(
                        text("exception.message", "a \"b\", \"c\""),
                        text("exception.stacktrace", trace),
                        new Attribute("exception.escaped", new AttributeValue.Bool(false)));
    }

    @Test
    void otherValuesBesideThem() {
        Event event = event(
                "\"e\":{\"a\":-12,\"b\":1.5E-7,\"c\":[\"x\ny\",\"z\"],\"d\":[1,2.5],\"f\":\"\",\"g\":null,\"h\":[]}");
        assertThat(event.attributes())
                .containsExactly(
                        new Attribute("a", new AttributeValue.Int(-12)),
                        new Attribute("b", new AttributeValue.Real(1.5e-7)),
                        new Attribute(
                                "c",
                                new AttributeValue.Array(
                                        List.of(new AttributeValue.Text("x\ny"), new AttributeValue.Text("z")))),
                        new Attribute(
                                "d",
                                new AttributeValue.Array(
                                        List.of(new AttributeValue.Int(1), new AttributeValue.Real(2.5)))),
                        text("f", ""),
                        new Attribute("g", new AttributeValue.Empty()),
                        new Attribute("h", new AttributeValue.Array(List.of())));
    }

    @Test
    void whatIsNothingOfTheKindStaysText() {
        for (String text : List.of(
                "\"e\":{\"a\":\"x\ny}",
                "\"e\":{\"a\":x\n}",
                "\"e\":{\"a\"\n}",
                "\"e\":{\n}",
                "\"e\":[\n]",
                "\"e\n",
                "\"e\":{\"a\":\"b\",\"c\"\n\":}",
                "\"e\":{\"a\":1,\"b\":\n}")) {
            Event event = event(text);
            assertThat(event.name()).isEqualTo(text);
            assertThat(event.attributes()).isEmpty();
        }
    }

    @Test
    void aHostileAnnotationTakesLinearTime() {
        String commas = "\"e\":{\"a\":\n" + ",\"b".repeat(300_000) + "}";
        String keys = "\"e\":{\"a\":\"\n" + "\",\"b\":".repeat(300_000) + "}";
        String quotes = "\"e\":{" + "\"\n".repeat(300_000) + "}";
        Assertions.assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (String text : List.of(commas, keys, quotes)) {
                assertThat(event(text).name()).isNotEmpty();
            }
        });
    }
}
