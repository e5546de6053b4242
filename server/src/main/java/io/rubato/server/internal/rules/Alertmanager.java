package io.rubato.server.internal.rules;

import io.rubato.server.internal.metrics.Counter;
import io.rubato.server.internal.metrics.Labels;
import io.rubato.server.internal.metrics.Loops;
import io.rubato.server.internal.metrics.Registry;
import io.rubato.storage.loop.Loop;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One Alertmanager and what it is still to be told, in a thread of its own. What cannot be delivered is tried again,
/// after 1 s at first and 30 s at last; newer news of an alert takes the place of older. What it refuses is dropped and
/// counted: sent again, it would be refused again.
final class Alertmanager implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Alertmanager.class);
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_AT_ONCE = 64;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final URI url;
    private final Labels labels;
    private final Duration timeout;
    private final HttpClient client;
    private final RuleClock clock;
    private final Counter sent;
    private final Counter failures;
    private final Counter dropped;
    private final Map<LabelSet, Notification> waiting = new LinkedHashMap<>();
    private final Loops loops;
    private final Loop loop;
    private boolean failing;
    private Duration pause = FIRST_PAUSE;

    /// What became of a request.
    private enum Answer {
        TAKEN,
        REFUSED,
        FAILED
    }

    Alertmanager(URI base, Duration timeout, HttpClient client, RuleClock clock, Registry registry) {
        this.url = URI.create(base + "/api/v2/alerts");
        this.timeout = timeout;
        this.client = client;
        this.clock = clock;
        this.labels = Labels.of("alertmanager", base.toString());
        this.sent = registry.counter("rubato_alerts_sent_total", "Alerts that an Alertmanager took.", labels);
        this.failures = registry.counter(
                "rubato_alerts_send_failures_total",
                "Requests that an Alertmanager did not answer as it should.",
                labels);
        this.dropped = registry.counter(
                "rubato_alerts_dropped_total",
                "Alerts that an Alertmanager refused, or that were too many to wait for it.",
                labels);
        this.loops = registry.loops();
        this.loop = new Loop("alertmanager", this::awaitNews, this::round);
        loops.start(loop);
    }

    Labels labels() {
        return labels;
    }

    int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    void tell(List<Notification> news) {
        synchronized (waiting) {
            for (Notification one : news) {
                waiting.put(one.labels(), one);
            }
            Iterator<Notification> oldest = waiting.values().iterator();
            while (waiting.size() > MOST_WAITING) {
                oldest.next();
                oldest.remove();
                dropped.increment();
            }
            waiting.notifyAll();
        }
    }

    private boolean awaitNews() throws InterruptedException {
        synchronized (waiting) {
            while (waiting.isEmpty()) {
                waiting.wait();
            }
            return true;
        }
    }

    private void round() throws InterruptedException {
        List<Notification> news = take();
        Answer answer;
        try {
            answer = post(news);
        } catch (RuntimeException e) {
            // They cannot be sent, and would keep all others from it.
            dropped.add(news.size());
            throw e;
        } catch (Error e) {
            giveBack(news);
            throw e;
        }
        switch (answer) {
            case TAKEN -> {
                sent.add(news.size());
                pause = FIRST_PAUSE;
            }
            case REFUSED -> {
                dropped.add(news.size());
                pause = FIRST_PAUSE;
            }
            case FAILED -> {
                giveBack(news);
                clock.await(clock.now().plus(pause));
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    private List<Notification> take() {
        synchronized (waiting) {
            List<Notification> taken = new ArrayList<>();
            Iterator<Notification> oldest = waiting.values().iterator();
            while (oldest.hasNext() && taken.size() < MOST_AT_ONCE) {
                taken.add(oldest.next());
                oldest.remove();
            }
            return taken;
        }
    }

    /// They stay the oldest, unless there is newer news.
    private void giveBack(List<Notification> news) {
        synchronized (waiting) {
            Map<LabelSet, Notification> newer = new LinkedHashMap<>(waiting);
            waiting.clear();
            news.forEach(one -> waiting.put(one.labels(), one));
            waiting.putAll(newer);
        }
    }

    private Answer post(List<Notification> news) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("content-type", "application/json")
                .header("user-agent", "rubato")
                .POST(BodyPublishers.ofByteArray(Notification.body(news)))
                .build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            int status = response.statusCode();
            if (status / 100 == 2) {
                worksAgain();
                return Answer.TAKEN;
            }
            boolean passes = status >= 500 || status == 429 || status == 408;
            failed("status " + status + ": " + oneLine(response.body()), passes);
            return passes ? Answer.FAILED : Answer.REFUSED;
        } catch (ConnectException e) {
            failed("cannot connect", true);
            return Answer.FAILED;
        } catch (IOException e) {
            String message = e.getMessage();
            failed(message == null ? e.getClass().getSimpleName() : message, true);
            return Answer.FAILED;
        }
    }

    private void worksAgain() {
        if (failing) {
            failing = false;
            log.atInfo().addKeyValue("url", url).log("the Alertmanager takes alerts again");
        }
    }

    /// One line for each time it begins to fail, and one for each refusal.
    private void failed(String why, boolean again) {
        failures.increment();
        if (!again) {
            log.atWarn().addKeyValue("url", url).log("the Alertmanager refused alerts: {}", why);
        } else if (!failing) {
            failing = true;
            log.atWarn().addKeyValue("url", url).log("the Alertmanager takes no alerts, trying again: {}", why);
        }
    }

    private static String oneLine(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= 200 ? line : line.substring(0, 200) + "...";
    }

    @Override
    public void close() {
        loop.cancel();
        loops.forget(loop);
    }
}
