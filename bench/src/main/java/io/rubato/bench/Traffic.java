package io.rubato.bench;

import io.rubato.generator.Arrivals;
import io.rubato.generator.GeneratorOptions;
import io.rubato.generator.TraceGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// The options that say which spans are sent, in which order and how fast.
final class Traffic {
    enum Arrival {
        /// All instances send in turn once a second: the pieces of a trace lie close together.
        even,
        /// Every instance has an exporter as SDKs have it.
        exporters
    }

    private static final Duration LONGEST_USUAL_TRACE = Duration.ofSeconds(15);
    private static final Duration LONGEST_GENERATION = Duration.ofMinutes(2);

    @Option(names = "--spans", defaultValue = "2000000", description = "Spans to send (default: ${DEFAULT-VALUE}).")
    long spans;

    @Option(names = "--seed", defaultValue = "1", description = "Equal seeds send equal traces.")
    long seed;

    @Option(
            names = "--arrival",
            defaultValue = "even",
            description = "even: all instances send in turn once a second, which is kind to a trace store."
                    + " exporters: each instance queues spans as they end and sends them when --flush"
                    + " has passed or 512 are queued, so the pieces of a trace come seconds apart. The options"
                    + " below down to --clock-spread need exporters (default: ${DEFAULT-VALUE}).")
    Arrival arrival = Arrival.even;

    @Option(
            names = "--flush",
            defaultValue = "5s",
            converter = TimeSpan.class,
            description = "How long an exporter queues spans (default: ${DEFAULT-VALUE}).")
    Duration flush = Duration.ofSeconds(5);

    @Option(
            names = "--instances",
            defaultValue = "5",
            description = "Instances of each of the 24 services (default: ${DEFAULT-VALUE}). With few of them and a"
                    + " high --rate 512 spans are queued long before --flush has passed, and the pieces of a"
                    + " trace lie closer together; 5 for 20000 spans a second and 25 for 100000 are alike.")
    int instances;

    @Option(
            names = "--generations",
            defaultValue = "0",
            description = "Share of the LLM traces whose model generates for 10 to 120 s, median 25 s"
                    + " (default: ${DEFAULT-VALUE}; otherwise they take some seconds).")
    double generations;

    @Option(
            names = "--agents",
            defaultValue = "0",
            description = "Share of traces that are agents, open for 20 s to an hour, median 5 min"
                    + " (default: ${DEFAULT-VALUE}). The end of the load ends them.")
    double agents;

    @Option(
            names = "--late",
            split = ",",
            paramLabel = "SHARE:BY",
            converter = LateConverter.class,
            description = "Batches that arrive late, as 0.01:30s,0.001:5m (default: none).")
    List<Arrivals.Late> late = new ArrayList<>();

    @Option(
            names = "--retries",
            defaultValue = "0.001",
            description = "Share of batches that are sent again, byte for byte, 1 to 10 s later"
                    + " (default: ${DEFAULT-VALUE}).")
    double retries;

    @Option(
            names = "--again-after",
            defaultValue = "0s",
            converter = TimeSpan.class,
            description = "Send every trace again so much later: the same id, other spans, other times"
                    + " (default: ${DEFAULT-VALUE}, not at all).")
    Duration againAfter = Duration.ZERO;

    @Option(
            names = "--marathon",
            defaultValue = "0s",
            converter = TimeSpan.class,
            description = "One trace of this length with a span a second beside the others, at most as long as the"
                    + " load (default: ${DEFAULT-VALUE}, none).")
    Duration marathon = Duration.ZERO;

    @Option(
            names = "--clock-spread",
            defaultValue = "0.005s",
            converter = TimeSpan.class,
            description = "How wrong the clocks of instances are at most (default: ${DEFAULT-VALUE}).")
    Duration clockSpread = Duration.ZERO;

    @Option(
            names = "--rate",
            defaultValue = "20000",
            description = "Spans in a second of trace time: it decides how many traces are open at once and how full"
                    + " batches are (default: ${DEFAULT-VALUE}).")
    int rate;

    @Option(
            names = "--pace",
            defaultValue = "compressed",
            converter = Pace.Converter.class,
            description = "compressed: as fast as answers come, in the order of trace time. That shows throughput"
                    + " and what the order costs; but the server's own clock sees seconds as milliseconds, so"
                    + " that what waits for idle traces or for a time waits for more spans than in life. real:"
                    + " each batch when it is due, which shows the cost and the waiting of a server at this rate;"
                    + " it takes SPANS / RATE seconds and until the last span has ended and arrived. A number:"
                    + " trace time passes so many times as fast (default: ${DEFAULT-VALUE}).")
    Pace pace = Pace.COMPRESSED;

    @Option(names = "--llm", defaultValue = "0.3", description = "Share of LLM traces (default: ${DEFAULT-VALUE}).")
    double llmShare;

    @Option(
            names = "--start",
            description = "Start of the first trace, as 2026-01-31T12:00:00Z (default: so that the last spans end"
                    + " about when they are sent; with compressed: when the load begins).")
    @Nullable
    Instant start;

    /// Reads `0.01:30s`.
    static final class LateConverter implements ITypeConverter<Arrivals.Late> {
        @Override
        public Arrivals.Late convert(String text) {
            int colon = text.indexOf(':');
            try {
                return new Arrivals.Late(
                        Double.parseDouble(text.substring(0, Math.max(colon, 0))),
                        TimeSpan.parse(text.substring(colon + 1)));
            } catch (IllegalArgumentException notANumber) {
                throw new TypeConversionException("'" + text + "': expected a share and a time, as 0.01:30s");
            }
        }
    }

    TraceGenerator generator() {
        return generator(spans);
    }

    /// Generates other traces of the same kind, so that the code is compiled before a clock runs.
    TraceGenerator warmUp(long count) {
        return generator(count);
    }

    private TraceGenerator generator(long count) {
        GeneratorOptions options = GeneratorOptions.of(count)
                .withStart(start != null ? start : Instant.now().minus(lead()))
                .withSpansPerSecond(rate)
                .withLlmShare(llmShare);
        return switch (arrival) {
            case even -> new TraceGenerator(seed, options);
            case exporters -> new TraceGenerator(seed, options.withExportDelay(flush), arrivals());
        };
    }

    private Arrivals arrivals() {
        return new Arrivals(instances, generations, agents, late, retries, againAfter, marathon, clockSpread);
    }

    /// How long before now the first trace starts.
    private Duration lead() {
        Duration length = Duration.ofMillis(spans * 1_000 / rate).plus(againAfter);
        Duration tail = arrival == Arrival.even
                ? Duration.ofSeconds(2)
                : generations > 0 ? LONGEST_GENERATION : LONGEST_USUAL_TRACE;
        Duration all = length.plus(tail);
        return all.minusNanos(pace.delay(all.toNanos()));
    }
}
