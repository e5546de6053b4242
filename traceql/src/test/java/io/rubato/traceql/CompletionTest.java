package io.rubato.traceql;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.traceql.Completion.Expected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is suggested where in unfinished queries; `#` marks the place.
class CompletionTest {
    private static Completion at(String marked) {
        int offset = marked.indexOf('#');
        return TraceQl.complete(marked.replace("#", ""), offset);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\0',
            value = {
                "#; SPANSET; ; {",
                "{ # ; FIELD; ; name",
                "{ na#; FIELD; na; name",
                "{ # && status = error } | rate(); FIELD; ; span:kind",
                "{ resource.service.n#; FIELD; resource.service.n; resource.",
                "{ (.a = 1 || !st#; FIELD; st; status",
                "{ .a + du#; FIELD; du; duration",
                "{ name #; OPERATOR; ; =~",
                "{ name = \"a\" #; OPERATOR; ; &&",
                "{ status = #; VALUE; ; error",
                "{ kind != ser#; VALUE; ser; server",
                "{ status = # } | rate(); VALUE; ; ok",
                "{ .a = #; VALUE; ; nil",
                "{ duration > #; VALUE; ; 100ms",
                "{ } #; OPERATOR; ; |",
                "{ } #; OPERATOR; ; &>>",
                "{ .a } >> #; SPANSET; ; {",
                "{ .a } && (#; SPANSET; ; {",
                "{ } | #; FUNCTION; ; quantile_over_time(",
                "{ } | ra#; FUNCTION; ra; rate(",
                "{ } | rate() by(#; FIELD; ; name",
                "{ } | rate() #; OPERATOR; ; by(",
                "{ } | select(name, sta#; FIELD; sta; status",
                "{ } | quantile_over_time(#; FIELD; ; duration",
                "{ } | compare(#; SPANSET; ; {",
                "{ } | compare({ na#; FIELD; na; name",
                "{ } | rate() with(#; HINT; ; most_recent",
                "{ } | rate() with(sample=#; VALUE; ; true",
                "{ nonsense } ) | b#; FUNCTION; b; by(",
            })
    void suggests(String query, Expected expected, String typed, String word) {
        Completion found = at(query);
        assertThat(found.expected()).isEqualTo(expected);
        assertThat(found.typed()).isEqualTo(typed == null ? "" : typed);
        assertThat(found.words()).contains(word);
        assertThat(found.from()).isEqualTo(query.indexOf('#') - found.typed().length());
    }

    @Test
    void valuesAreOfTheFieldBeforeThem() {
        Completion text = at("{ resource.service.name = \"fro#\" && status = error }");
        assertThat(text.expected()).isEqualTo(Expected.VALUE);
        assertThat(text.field()).isEqualTo(new AttributeRef(Scope.RESOURCE, "service.name"));
        assertThat(text.typed()).isEqualTo("fro");
        assertThat(text.from()).isEqualTo(26);
        assertThat(text.to()).isEqualTo(31);
        assertThat(at("{ .a = \"fro# && .b = \"x\" }").to()).isEqualTo(11);
        assertThat(at("{ na#me = 1 }").to()).isEqualTo(6);
        assertThat(at("{ span.\"a b\" =~ `x#").field()).isEqualTo(new AttributeRef(Scope.SPAN, "a b"));
        assertThat(at("{ name = \"a\\\"#").typed()).isEqualTo("a\\\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\0',
            value = {"{ \"a#", "{ span.\"a #", "{ } | topk(#", "{ . ' #", "{ } foo #"})
    void suggestsNothingWhereItKnowsNothing(String query) {
        assertThat(at(query).expected()).isEqualTo(Expected.NOTHING);
        assertThat(at(query).words()).isEmpty();
    }

    @Test
    void anyOffsetOfAnyQueryIsAnswered() {
        for (String query :
                new String[] {"{ .a = \"x\" } >> ({} | by(name)) | rate() with(sample=true)", "((({{{", "})"}) {
            for (int offset = -1; offset <= query.length() + 1; offset++) {
                assertThat(TraceQl.complete(query, offset).from()).isBetween(0, query.length());
            }
        }
    }
}
