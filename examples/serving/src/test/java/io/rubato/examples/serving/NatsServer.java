package io.rubato.examples.serving;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A nats-server on a port of its own, which can be stopped and started again.
final class NatsServer implements AutoCloseable {
    private final Path program;
    private final Path directory;
    private final int port = Backend.freePort();
    private Process process;

    NatsServer(Path directory) throws IOException, InterruptedException {
        Optional<Path> found = program();
        if (found.isEmpty()) {
            System.err.println(
                    "SKIPPED: there is no nats-server on the PATH; Debian has it in the package nats-server");
        }
        Assumptions.assumeTrue(found.isPresent(), "there is no nats-server on the PATH");
        this.program = found.orElseThrow();
        this.directory = Files.createDirectories(directory);
        this.process = launch();
    }

    static Optional<Path> program() {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/bin";
        return Stream.of(path.split(":"))
                .map(folder -> Path.of(folder, "nats-server"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    void start() throws IOException, InterruptedException {
        process = launch();
    }

    private Process launch() throws IOException, InterruptedException {
        Process started = new ProcessBuilder(
                        program.toString(),
                        "-a",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(port),
                        "-js",
                        "-sd",
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Await.until(Deadline.LONGEST, this::isListening, listening -> listening, "nats-server on port " + port);
        return started;
    }

    private boolean isListening() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    String url() {
        return "nats://127.0.0.1:" + port;
    }

    void stop() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        stop();
    }
}
