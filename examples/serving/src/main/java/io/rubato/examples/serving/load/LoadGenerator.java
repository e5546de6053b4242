package io.rubato.examples.serving.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends requests at random times, so many a second on average, until it is interrupted. What is sent depends on the
/// seed only. Requests carry an `x-request-id` that says which they are.
public final class LoadGenerator {
    private static final Logger log = LoggerFactory.getLogger(LoadGenerator.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BURST = 12;

    private final URI chat;
    private final String model;
    private final long seed;
    private final double rate;
    private final ExecutorService clients = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "client");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();

    /// @param frontend where the frontend is
    /// @param rate requests a second
    public LoadGenerator(URI frontend, String model, long seed, double rate) {
        this.chat = frontend.resolve("/v1/chat/completions");
        this.model = model;
        this.seed = seed;
        this.rate = rate;
    }

    /// Runs until so many requests were sent, or until interrupted.
    public void run(long requests) throws InterruptedException {
        Random random = new Random(seed);
        for (long sent = 0; sent < requests; sent++) {
            Mix kind = Mix.pick(random);
            send(kind, new Random(random.nextLong()), sent);
            double wait = -Math.log(1 - random.nextDouble()) / rate;
            TimeUnit.NANOSECONDS.sleep((long) (wait * 1e9));
            if (sent % 100 == 99) {
                log.atInfo().addKeyValue("outcomes", outcomes()).log("{} requests sent", sent + 1);
            }
        }
        clients.shutdown();
        if (!clients.awaitTermination(1, TimeUnit.MINUTES)) {
            log.warn("some requests were not answered within a minute");
        }
    }

    /// How many requests were answered with which HTTP status, or went wrong in another way.
    public Map<String, Long> outcomes() {
        Map<String, Long> counts = new java.util.TreeMap<>();
        outcomes.forEach((outcome, count) -> counts.put(outcome, count.sum()));
        return counts;
    }

    private void send(Mix kind, Random random, long number) {
        int copies = kind == Mix.BURST ? BURST : 1;
        for (int i = 0; i < copies; i++) {
            String id = "load-" + seed + "-" + number + (copies == 1 ? "" : "." + i);
            String body = kind == Mix.GARBAGE ? "{\"model\": " : body(kind, random);
            clients.execute(() -> exchange(kind, id, body));
        }
    }

    private String body(Mix kind, Random random) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("model", kind == Mix.UNKNOWN_MODEL ? "no-such-model" : model);
        String prompt = kind == Mix.LONG ? Prompts.text(random, 60 + random.nextInt(60)) : Prompts.question(random);
        body.put("messages", List.of(Map.of("role", "user", "content", prompt)));
        body.put("max_completion_tokens", kind == Mix.DISCONNECT ? 1_000 : 20 + random.nextInt(100));
        body.put("stream", kind == Mix.STREAM || kind == Mix.DISCONNECT || kind == Mix.DECODE_FAULT);
        body.put("ignore_eos", kind == Mix.DISCONNECT);
        String fault = fault(kind);
        if (fault != null) {
            body.put("metadata", Map.of("fault", fault));
        }
        try {
            return JSON.writeValueAsString(body);
        } catch (IOException e) {
            throw new IllegalStateException("a map cannot be written as JSON", e);
        }
    }

    private static @Nullable String fault(Mix kind) {
        return switch (kind) {
            case PREFILL_FAULT -> "prefill";
            case DECODE_FAULT -> "decode";
            case SHORT, STREAM, LONG, BURST, DISCONNECT, UNKNOWN_MODEL, GARBAGE -> null;
        };
    }

    private void exchange(Mix kind, String id, String body) {
        HttpRequest request = HttpRequest.newBuilder(chat)
                .timeout(Duration.ofMinutes(1))
                .header("Content-Type", "application/json")
                .header("x-request-id", id)
                .POST(HttpRequest.BodyPublishers.ofString(body, UTF_8))
                .build();
        String outcome;
        try {
            HttpResponse<InputStream> answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = answer.body()) {
                in.readNBytes(kind == Mix.DISCONNECT ? 2_000 : Integer.MAX_VALUE);
            }
            outcome = Integer.toString(answer.statusCode());
        } catch (IOException e) {
            outcome = e.getClass().getSimpleName();
            log.warn("{}: {}", id, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            outcome = "interrupted";
        }
        outcomes.computeIfAbsent(outcome, absent -> new LongAdder()).increment();
    }
}
