package io.rubato.server.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class EventLoopsTest {
    /// The native library has a version of its own in pom.xml: one that does not fit would go unnoticed, for NIO would
    /// take its place.
    @Test
    @EnabledOnOs(
            value = OS.LINUX,
            architectures = {"amd64", "aarch64"})
    void epollIsThereOnLinux() {
        assertThat(Epoll.unavailabilityCause()).isNull();
    }
}
