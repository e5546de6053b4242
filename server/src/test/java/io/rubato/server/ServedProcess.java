package io.rubato.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A server in a process of its own, with a heap of its own, which ends at the first OutOfMemoryError.
final class ServedProcess implements AutoCloseable {
    private final Process process;
    final URI api;
    final URI otlp;

    private ServedProcess(Process process, URI api, URI otlp) {
        this.process = process;
        this.api = api;
        this.otlp = otlp;
    }

    /// @param heap as in `-Xmx`
    static ServedProcess start(Path directory, String heap) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx" + heap,
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                ServedProcess.class.getName(),
                directory.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            BufferedReader lines = process.inputReader();
            return new ServedProcess(process, url(lines), url(lines));
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /// Reads until a line has one.
    private static URI url(BufferedReader lines) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("http://")) {
                return URI.create(line);
            }
        }
        throw new IOException("the process did not start");
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(process, 1, TimeUnit.MINUTES).join();
        process.destroyForcibly();
    }

    /// What runs in the process.
    @SuppressWarnings("SystemOut")
    public static void main(String[] words) throws Exception {
        RubatoServer server = RubatoServer.start(Running.config(Path.of(words[0]), ""));
        server.awaitReady();
        System.out.println(server.apiUrl());
        System.out.println(server.otlpHttpUrl().orElseThrow());
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        Thread.currentThread().join();
    }
}
