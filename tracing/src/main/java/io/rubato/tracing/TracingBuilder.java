package io.rubato.tracing;

import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.rubato.tracing.internal.log.LogOutput;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Settings in code. They are defaults: a variable of the environment, or its system property, outranks them, so that
/// whoever runs the process has the last word. Not safe for concurrent use.
public final class TracingBuilder {
    final Map<String, String> defaults = new HashMap<>();
    final List<SamplingRule> rules = new ArrayList<>();
    Map<String, String> environment = System.getenv();
    Map<String, String> properties = systemProperties();

    @Nullable
    SpanExporter exporter;

    LogOutput logOutput = LogOutput.standardError();
    boolean global = true;
    boolean takeLogs = true;
    boolean shutdownHook = true;

    TracingBuilder() {}

    /// Sets any variable that tracing knows by its name, `OTEL_SERVICE_NAME` or `DYN_LOG` say.
    public TracingBuilder set(String variable, String value) {
        defaults.put(variable, value);
        return this;
    }

    /// The name of the service in the backend; without one it is the main class or archive.
    public TracingBuilder serviceName(String name) {
        return set("OTEL_SERVICE_NAME", name);
    }

    /// Appends a sampling rule; those of `RUBATO_SAMPLING_RULES` come before all of code.
    public TracingBuilder sample(SamplingRule rule) {
        rules.add(rule);
        return this;
    }

    /// Takes the finished spans in batches in place of an OTLP exporter; it is closed with the tracing.
    public TracingBuilder exporter(SpanExporter spanExporter) {
        this.exporter = spanExporter;
        return set("OTEL_EXPORT_ENABLED", "true");
    }

    /// Writes log records there instead of to standard error. The stream is not closed; it is written to under a lock.
    public TracingBuilder logsTo(OutputStream stream) {
        this.logOutput = new LogOutput(stream);
        return this;
    }

    /// False: `GlobalOpenTelemetry` is left alone.
    public TracingBuilder global(boolean register) {
        this.global = register;
        return this;
    }

    /// False: java.util.logging and Logback are left alone. Handlers and appenders that a configuration names write
    /// through this library all the same.
    public TracingBuilder takeLogs(boolean take) {
        this.takeLogs = take;
        return this;
    }

    /// False: nothing is flushed when the process ends unless [Tracing#close()] is called.
    public TracingBuilder shutdownHook(boolean install) {
        this.shutdownHook = install;
        return this;
    }

    /// Reads these variables in place of those of the process and its system properties.
    TracingBuilder environment(Map<String, String> variables) {
        this.environment = Map.copyOf(variables);
        this.properties = Map.of();
        return this;
    }

    /// Starts; never fails. What is wrong with the settings is logged, one line each.
    public Tracing start() {
        return Tracing.start(this);
    }

    private static Map<String, String> systemProperties() {
        return System.getProperties().stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, name -> System.getProperty(name, "")));
    }
}
