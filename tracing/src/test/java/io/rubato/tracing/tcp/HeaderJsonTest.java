package io.rubato.tracing.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderJsonTest {
    @Test
    void agreesWithAnotherCodecOnWhateverText() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ObjectMapper other = new ObjectMapper();
        for (int i = 0; i < 2_000; i++) {
            Map<String, String> headers = new LinkedHashMap<>();
            for (int n = random.nextInt(4); n > 0; n--) {
                headers.put(text(random), text(random));
            }
            String ours = HeaderJson.encode(headers);
            assertThat(HeaderJson.decode(ours)).as("seed " + seed).isEqualTo(headers);
            assertThat(other.readValue(ours, new TypeReference<Map<String, String>>() {}))
                    .as("seed " + seed)
                    .isEqualTo(headers);
            String theirs = other.writerWithDefaultPrettyPrinter().writeValueAsString(headers);
            assertThat(HeaderJson.decode(theirs)).as("seed " + seed).isEqualTo(headers);
        }
    }

    private static String text(Random random) {
        String characters = "ab:{}[],\"\\/\b\f\n\r\t\u0000\u001f \u007f\u00e9\u20ac";
        StringBuilder out = new StringBuilder();
        for (int n = random.nextInt(8); n > 0; n--) {
            out.append(characters.charAt(random.nextInt(characters.length())));
        }
        return random.nextInt(4) == 0 ? out.append("\ud83d\ude00").toString() : out.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "x",
                "null",
                "[]",
                "\"a\"",
                "{",
                "{}x",
                "{}{}",
                "{,}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1}",
                "{\"a\":null}",
                "{\"a\":true}",
                "{\"a\":{}}",
                "{\"a\":[]}",
                "{\"a\":\"b\",}",
                "{\"a\":\"b\" \"c\":\"d\"}",
                "{a:\"b\"}",
                "{'a':'b'}",
                "{\"a\":\"b}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\\u12",
                "{\"a\":\"\\",
                "{\"a\":\"b\nc\"}",
                "{\"a\":\"1\",\"a\":\"2\"}",
                "{\"a\":\"1\",\"\\u0061\":\"1\"}"
            })
    void saysWhereHeadersAreMalformed(String text) {
        assertThatThrownBy(() -> HeaderJson.decode(text))
                .isInstanceOfSatisfying(
                        TcpException.class, e -> assertThat(e.fault()).isEqualTo(TcpFault.MALFORMED_HEADERS))
                .hasMessageMatching("headers: expected .+ at character \\d+");
    }
}
