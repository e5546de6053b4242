package io.rubato.tracing.nats;

import io.rubato.tracing.Deadline;
import io.rubato.tracing.channel.Recorded;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A real nats-server with JetStream, which can be stopped and started again on the same port.
final class NatsServer {
    private final Path binary;
    private final Path directory;
    private final int port;
    private Process process;

    NatsServer(Path binary, Path directory) throws IOException {
        this.binary = binary;
        this.directory = directory;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
        this.process = launch();
    }

    static Optional<Path> find() {
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin", "/usr/bin"))
                .map(folder -> Path.of(folder, "nats-server"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    String url() {
        return "nats://127.0.0.1:" + port;
    }

    void start() throws IOException {
        process = launch();
    }

    private Process launch() throws IOException {
        Path log = directory.resolve("nats.log");
        Process launched = new ProcessBuilder(
                        binary.toString(),
                        "-a",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(port),
                        "-js",
                        "-sd",
                        directory.resolve("js").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Recorded.until(this::answers, () -> "nats-server, see " + log);
        return launched;
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.getInputStream().read() == 'I';
        } catch (IOException e) {
            return false;
        }
    }

    void stop() throws InterruptedException {
        process.destroyForcibly().waitFor(Deadline.SECONDS, TimeUnit.SECONDS);
    }
}
