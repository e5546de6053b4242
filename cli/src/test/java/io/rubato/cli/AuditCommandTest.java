package io.rubato.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditCommandTest {
    /// Fails the build when a library in use has a known hole: take a newer one.
    @Test
    void nothingIsKnownAgainstWhatIsInUse() throws IOException {
        List<Library> libraries = Library.of(System.getProperty("java.class.path"));
        assertThat(libraries)
                .extracting(Library::artifact)
                .contains("armeria", "netty-codec-http2", "netty-handler", "jackson-core", "zstd-jni", "libthrift");
        List<Advisory> known = Advisory.known();
        assertThat(known).hasSizeGreaterThan(10);
        assertThat(libraries).allSatisfy(library -> assertThat(known).noneMatch(advisory -> advisory.affects(library)));
        assertThat(Command.run("audit").out()).contains("netty-codec-http2 4.2.", "Nothing is known against them");
    }

    @Test
    void itNamesTheHolesOfOldOnes() throws IOException {
        List<Library> old = Library.of(
                "/x/netty-codec-http2-4.2.7.Final.jar:/x/netty-transport-native-epoll-4.2.7.Final-linux-x86_64.jar:/x");
        assertThat(old)
                .containsExactly(
                        new Library("netty-codec-http2", "4.2.7.Final"),
                        new Library("netty-transport-native-epoll", "4.2.7.Final"));
        List<Advisory> known = Advisory.known();
        assertThat(known.stream().filter(each -> each.affects(old.getFirst())))
                .extracting(Advisory::name)
                .contains("CVE-2026-33871", "CVE-2026-47244")
                .doesNotContain("CVE-2025-55163");
        assertThat(known.stream().filter(each -> each.affects(old.getLast())))
                .extracting(Advisory::name)
                .containsExactly("CVE-2026-42577", "CVE-2026-45536");
    }

    @Test
    void versionsAreInTheOrderOfTheirNumbers() {
        for (List<String> pair : List.of(
                List.of("4.2.9.Final", "4.2.10.Final"),
                List.of("1.5.7-9", "1.5.7-28"),
                List.of("0", "0.1"),
                List.of("2.22", "2.22.1"))) {
            assertThat(Advisory.compare(pair.getFirst(), pair.getLast())).isNegative();
            assertThat(Advisory.compare(pair.getLast(), pair.getFirst())).isPositive();
        }
        assertThat(Advisory.compare("4.2.10.Final", "4.2.10")).isZero();
        assertThat(Library.of("/x/zstd-jni-1.5.7-28.jar")).containsExactly(new Library("zstd-jni", "1.5.7-28"));
        assertThat(Library.of("/x/jakarta.servlet-api-6.1.0.jar:/x/rubato-cli-0.1.0-SNAPSHOT.jar"))
                .containsExactly(new Library("jakarta.servlet-api", "6.1.0"));
    }

    @Test
    void aLineThatIsNoAdvisoryIsNamed() {
        assertThatThrownBy(() -> Advisory.read(new BufferedReader(new StringReader("# a\nnetty 4.2")), "f.tsv"))
                .hasMessageStartingWith("f.tsv: 'netty 4.2', expected artifact");
    }
}
