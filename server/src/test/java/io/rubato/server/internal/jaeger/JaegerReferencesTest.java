package io.rubato.server.internal.jaeger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rubato.server.internal.jaeger.JaegerSpan.Reference;
import io.rubato.server.internal.jaeger.JaegerSpan.Sender;
import io.rubato.server.internal.trace.DecodedTrace;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// References come back as they were sent, the parent's first.
class JaegerReferencesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TRACE = "0".repeat(31) + "1";
    private static final String OTHER = "0".repeat(31) + "2";

    /// `C1` is CHILD_OF span 1 of this trace, `F1` FOLLOWS_FROM it; lower case means another trace.
    @ParameterizedTest
    @CsvSource({"C1,1", "F1,1", "F1 F2,1", "C1 F2,1", "C1 C2,1", "C1 F1,1", "f1,''", "c1,''", "C1 f1,1", "F1 f1,1"})
    void references(String sent, String parent) throws Exception {
        List<Reference> references = Arrays.stream(sent.split(" "))
                .map(JaegerReferencesTest::reference)
                .toList();

        DecodedTrace stored = JaegerToOtlp.of(List.of(
                new JaegerSpan(Sender.NONE, TRACE, id("a"), "op", references, 1, 1000, 1000, List.of(), List.of())));

        DecodedTrace.Span span =
                stored.resources().getFirst().scopes().getFirst().spans().getFirst();
        assertThat(span.parentId()).isEqualTo(parent.isEmpty() ? "" : id(parent));
        assertThat(shown(stored)).containsExactlyElementsOf(references);
    }

    private static List<Reference> shown(DecodedTrace trace) throws Exception {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            new JaegerJson(out, false).trace(trace);
        }
        List<Reference> references = new ArrayList<>();
        for (JsonNode each : JSON.readTree(text.toString()).get("spans").get(0).get("references")) {
            references.add(new Reference(
                    each.get("traceID").textValue(),
                    each.get("spanID").textValue(),
                    each.get("refType").textValue().equals("FOLLOWS_FROM")));
        }
        return references;
    }

    private static Reference reference(String text) {
        boolean here = Character.isUpperCase(text.charAt(0));
        return new Reference(
                here ? TRACE : OTHER,
                id(text.substring(1)),
                text.substring(0, 1).equalsIgnoreCase("f"));
    }

    private static String id(String digit) {
        return "0".repeat(15) + digit;
    }
}
