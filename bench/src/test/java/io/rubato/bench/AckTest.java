package io.rubato.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class AckTest {
    private static Ack decode(String hex) throws IOException {
        return Ack.decode(HexFormat.of().parseHex(hex));
    }

    @Test
    void emptyResponsesTakeAll() throws IOException {
        assertThat(decode("")).isEqualTo(Ack.WHOLE);
        assertThat(decode("0a00")).isEqualTo(Ack.WHOLE);
    }

    @Test
    void readsRejectedSpansAndTheMessage() throws IOException {
        // partial_success { rejected_spans: 300, error_message: "bad" }
        assertThat(decode("0a0808ac021203626164")).isEqualTo(new Ack(300, "bad"));
    }

    @Test
    void skipsFieldsItDoesNotKnow() throws IOException {
        assertThat(decode("1001" + "2203414243" + "0a041801" + "0801")).isEqualTo(new Ack(1, ""));
    }

    @Test
    void refusesATruncatedResponse() {
        assertThatThrownBy(() -> decode("0a0508ac02"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("5 bytes");
        assertThatThrownBy(() -> decode("0a0108")).isInstanceOf(IOException.class);
    }
}
