package io.rubato.traceql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldTest {
    @Test
    void attributesOfEveryScope() {
        assertThat(TraceQl.parseField("resource.service.name"))
                .isEqualTo(new AttributeRef(Scope.RESOURCE, "service.name"));
        assertThat(TraceQl.parseField(".foo")).isEqualTo(new AttributeRef(Scope.UNSCOPED, "foo"));
        assertThat(TraceQl.parseField("span.\"http header\".x"))
                .isEqualTo(new AttributeRef(Scope.SPAN, "http header.x"));
        assertThat(TraceQl.parseField("event.exception.type"))
                .isEqualTo(new AttributeRef(Scope.EVENT, "exception.type"));
        assertThat(TraceQl.parseField("link.x")).isEqualTo(new AttributeRef(Scope.LINK, "x"));
        assertThat(TraceQl.parseField("instrumentation.x")).isEqualTo(new AttributeRef(Scope.INSTRUMENTATION, "x"));
        assertThat(TraceQl.parseField("parent.resource.x")).isEqualTo(new AttributeRef(Scope.RESOURCE, "x", true));
        assertThat(TraceQl.parseField("parent.x")).isEqualTo(new AttributeRef(Scope.UNSCOPED, "x", true));
    }

    @ParameterizedTest
    @EnumSource(Intrinsic.class)
    void everySpellingOfAnIntrinsicIsTheSameField(Intrinsic intrinsic) {
        for (String spelling : intrinsic.spellings()) {
            assertThat(TraceQl.parseField(spelling)).isEqualTo(new IntrinsicRef(intrinsic));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "span:duration,duration",
        "trace:rootName,rootName",
        "trace:rootService,rootServiceName",
        "trace:duration,traceDuration",
        "span:status,status",
        "span:id,span:id",
        "childCount,span:childCount"
    })
    void keyInAnswers(String spelling, String key) {
        assertThat(TraceQl.parseField(spelling)).hasToString(key);
    }

    @Test
    void whatIsNoFieldIsRefusedWithItsText() {
        assertThatThrownBy(() -> TraceQl.parseField("service.name"))
                .isInstanceOf(TraceQlException.class)
                .hasMessageStartingWith("failed to parse identifier service.name: parse error at line 1, col 1: ")
                .hasMessageContaining("resource.service.name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1",
                "foo",
                "status = error",
                "{ status }",
                ".a .b",
                "nil",
                "span.",
                "span:foo",
                "\"x\"",
                "count",
                "."
            })
    void refused(String identifier) {
        assertThatThrownBy(() -> TraceQl.parseField(identifier))
                .isInstanceOf(TraceQlException.class)
                .hasMessageStartingWith("failed to parse identifier " + identifier + ": parse error at line 1, col ");
    }
}
