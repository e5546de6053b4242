package io.rubato.tracing.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TomlFileTest {
    @Test
    void readsWhatALoggingFileHas() {
        assertThat(TomlFile.parse("""
                # levels
                log_level = "debug" # default
                other . dotted = 'single \\ quoted'

                [log_filters]
                h2 = "error"
                "a.b" = "with \\"quotes\\" and \\\\"
                [ deep . er ]
                x = { y = "1", "z" = "2" }
                """))
                .isEqualTo(Map.of(
                        "log_level", "debug",
                        "other\0dotted", "single \\ quoted",
                        "log_filters\0h2", "error",
                        "log_filters\0a.b", "with \"quotes\" and \\",
                        "deep\0er\0x\0y", "1",
                        "deep\0er\0x\0z", "2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x", "x =", "x = 1", "x = \"", "[a", "x = \"y\" z", "= \"1\"", "x = \"\\q\"", "x = { y = \"1\""})
    void saysWhereItCannotRead(String line) {
        assertThatThrownBy(() -> TomlFile.parse("ok = \"1\"\n" + line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("line 2, column ");
    }
}
