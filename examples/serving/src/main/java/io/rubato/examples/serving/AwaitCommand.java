package io.rubato.examples.serving;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `serving await`: what scripts wait with.
@Command(
        name = "await",
        description = "Waits until a page answers with 200; exit status 1 if it does not.",
        mixinStandardHelpOptions = true)
final class AwaitCommand implements Callable<Integer> {
    @Parameters(paramLabel = "URL", description = "The page.")
    private URI url = URI.create("http://localhost");

    @Option(names = "--within", defaultValue = "0", description = "Seconds, 0 to look once (${DEFAULT-VALUE}).")
    private long seconds;

    @Override
    public Integer call() throws InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!answers(client)) {
            if (System.nanoTime() >= deadline) {
                return 1;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return 0;
    }

    private boolean answers(HttpClient client) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(5)).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // nobody is there yet
        }
    }
}
