package io.rubato.tracing;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.rubato.tracing.internal.config.Environment;
import io.rubato.tracing.internal.config.Problems;
import io.rubato.tracing.internal.config.Settings;
import io.rubato.tracing.internal.export.ExportPath;
import io.rubato.tracing.internal.export.SdkBuilder;
import io.rubato.tracing.internal.log.JulLogs;
import io.rubato.tracing.internal.log.LogExport;
import io.rubato.tracing.internal.log.LogPipeline;
import io.rubato.tracing.internal.log.LogbackLogs;
import io.rubato.tracing.internal.span.BusyTimes;
import io.rubato.tracing.internal.span.LifecycleProcessor;
import io.rubato.tracing.internal.span.SpanEvents;
import io.rubato.tracing.log.LogLevel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Distributed tracing of this process, from [#start()] to [#close()].
///
/// It is an OpenTelemetry distribution: spans are made with the OpenTelemetry API, through [#openTelemetry()] or
/// `GlobalOpenTelemetry`. It is configured by the environment (see docs/tracing-library.md) and by
/// [#builder()]. Nothing in it stops or fails the application, at the start or later; what is wrong is logged.
///
/// The process flushes by itself when it ends, be it by SIGTERM; closing earlier does the same. Safe for concurrent
/// use.
public final class Tracing implements AutoCloseable {
    private static final String TARGET = "io.rubato.tracing";

    private final OpenTelemetrySdk sdk;
    private final ExportPath path;
    private final LogPipeline log;
    private final Duration flushWithin;
    private final List<AutoCloseable> taken;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final LifecycleProcessor lifecycle;
    private final Thread shutdownHook = new Thread(this::endWithProcess, "tracing-flush");

    private Tracing(
            OpenTelemetrySdk sdk,
            ExportPath path,
            LogPipeline log,
            LifecycleProcessor lifecycle,
            List<AutoCloseable> taken,
            Duration flushWithin) {
        this.taken = taken;
        this.lifecycle = lifecycle;
        this.sdk = sdk;
        this.path = path;
        this.log = log;
        this.flushWithin = flushWithin;
    }

    /// Starts tracing as the environment says. Call it first thing in `main`.
    public static Tracing start() {
        return builder().start();
    }

    /// Settings in code, for what the environment leaves open.
    public static TracingBuilder builder() {
        return new TracingBuilder();
    }

    static Tracing start(TracingBuilder builder) {
        boolean timed = BusyTimes.install();
        Problems problems = new Problems();
        Settings settings =
                Settings.read(new Environment(builder.defaults, builder.environment, builder.properties, problems));
        LogPipeline log = new LogPipeline(settings.log(), builder.logOutput);
        List<AutoCloseable> taken = new ArrayList<>();
        // First, so that what the SDK says at its start comes out in the same format.
        takeLogs(builder, log, taken, problems);
        ExportPath path = new ExportPath(settings.export(), log);
        SpanEvents events = new SpanEvents(log);
        boolean spanEvents = settings.log().spanEvents();
        LifecycleProcessor lifecycle = new LifecycleProcessor(timed, spanEvents ? events::closed : null);
        List<SamplingRule> rules = new ArrayList<>(settings.rules());
        rules.addAll(builder.rules);
        OpenTelemetrySdk sdk = new SdkBuilder(settings, rules, path, lifecycle, builder.exporter).build(problems);
        Tracing tracing =
                new Tracing(sdk, path, log, lifecycle, taken, settings.export().flushWithin());
        if (!timed) {
            problems.add("busy_ns and idle_ns are not recorded: another ContextStorageProvider is in use");
        }
        if (spanEvents) {
            BusyTimes.onFirstEntry(events::firstEntry);
            taken.add(() -> BusyTimes.onFirstEntry(null));
        }
        try {
            tracing.install(builder, settings, problems);
        } catch (RuntimeException | LinkageError e) {
            problems.add("tracing is only partly installed: " + e);
        }
        problems.lines().forEach(line -> log.note(LogLevel.WARN, TARGET, line, Map.of()));
        tracing.announce(settings);
        return tracing;
    }

    private void install(TracingBuilder builder, Settings settings, Problems problems) {
        if (builder.global) {
            if (GlobalOpenTelemetry.isSet()) {
                problems.add("GlobalOpenTelemetry is set already and stays as it is");
            } else {
                GlobalOpenTelemetry.set(sdk);
            }
        }
        if (settings.export().logs()) {
            log.exportTo(new LogExport(sdk.getSdkLoggerProvider()));
        }
        if (builder.shutdownHook) {
            try {
                Runtime.getRuntime().addShutdownHook(shutdownHook);
            } catch (IllegalStateException ending) {
                problems.add("the process is ending already, nothing will be flushed");
            }
        }
    }

    private static void takeLogs(
            TracingBuilder builder, LogPipeline log, List<AutoCloseable> taken, Problems problems) {
        if (!log.install()) {
            problems.add("tracing is started already in this process; its logs go where the first start sends them");
            return;
        }
        taken.add(log::uninstall);
        if (builder.takeLogs) {
            taken.add(new JulLogs(log.filter()));
            try {
                AutoCloseable logback = LogbackLogs.install(log.filter());
                if (logback != null) {
                    taken.add(logback);
                }
            } catch (LinkageError absent) {
                // Logback and SLF4J are optional: without them there is nothing to take.
                return;
            }
        }
    }

    private void announce(Settings settings) {
        boolean spans = settings.export().spans();
        log.note(
                LogLevel.INFO,
                TARGET,
                spans ? "tracing started, spans are exported" : "tracing started, spans stay in this process",
                Map.of(
                        "service", settings.otel().getOrDefault("otel.service.name", ""),
                        "log_export", settings.export().logs()));
    }

    /// What spans are made with; the same as `GlobalOpenTelemetry.get()` unless that was set by somebody else.
    public OpenTelemetry openTelemetry() {
        return sdk;
    }

    /// A tracer by the name of what is traced.
    public Tracer tracer(String scope) {
        return sdk.getTracer(scope);
    }

    /// What became of the spans and log records so far.
    public ExportCounters counters() {
        return path.counters();
    }

    /// Sends what is waiting now; false if that took longer than the deadline.
    public boolean flush(Duration deadline) {
        CompletableResultCode flushed = CompletableResultCode.ofAll(List.of(
                sdk.getSdkTracerProvider().forceFlush(),
                sdk.getSdkLoggerProvider().forceFlush()));
        return flushed.join(deadline.toMillis(), TimeUnit.MILLISECONDS).isSuccess();
    }

    /// Flushes, within the time that `RUBATO_EXPORT_FLUSH` gives, and gives the logs back to where they went before.
    /// Closing again does nothing.
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException ending) {
            // The hook runs, or has run.
        }
        end();
    }

    /// Requests go on while shutdown hooks run, and servers drain in hooks of their own: spans that are open get half
    /// of the time to end.
    private void endWithProcess() {
        long waitUntil = System.nanoTime() + flushWithin.toNanos() / 2;
        try {
            while (lifecycle.open() > 0 && System.nanoTime() - waitUntil < 0) {
                Thread.sleep(5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end();
    }

    private void end() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        path.closeWithin(flushWithin);
        sdk.shutdown().join(flushWithin.toMillis() + 100, TimeUnit.MILLISECONDS);
        path.writeOff();
        SignalCounters spans = counters().spans();
        if (spans.dropped() + spans.failed() > 0) {
            log.note(
                    LogLevel.WARN,
                    TARGET,
                    "tracing ends, not all spans reached the backend",
                    Map.of("exported", spans.exported(), "failed", spans.failed(), "dropped", spans.dropped()));
        }
        for (int i = taken.size() - 1; i >= 0; i--) {
            try {
                taken.get(i).close();
            } catch (Exception e) {
                log.note(LogLevel.DEBUG, TARGET, "logging not restored: " + e.getMessage(), Map.of());
            }
        }
    }
}
