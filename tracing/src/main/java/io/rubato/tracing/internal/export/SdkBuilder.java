package io.rubato.tracing.internal.export;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.autoconfigure.internal.AutoConfigureUtil;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.rubato.tracing.SamplingRule;
import io.rubato.tracing.context.RequestIdPropagator;
import io.rubato.tracing.context.W3cPropagator;
import io.rubato.tracing.internal.config.CheckedProperties;
import io.rubato.tracing.internal.config.Problems;
import io.rubato.tracing.internal.config.Settings;
import io.rubato.tracing.internal.sampling.RuleSampler;
import java.util.List;
import java.util.ServiceConfigurationError;
import org.jspecify.annotations.Nullable;

/// Builds the SDK by its autoconfigure module, with this library's parts put in.
public final class SdkBuilder {
    private final Settings settings;
    private final List<SamplingRule> rules;
    private final ExportPath path;
    private final SpanProcessor lifecycle;
    private final @Nullable SpanExporter exporter;
    private boolean requestIds;

    /// @param rules all rules, of environment and code
    /// @param lifecycle is told of every recorded span
    /// @param exporter takes the spans in place of what the variables name
    public SdkBuilder(
            Settings settings,
            List<SamplingRule> rules,
            ExportPath path,
            SpanProcessor lifecycle,
            @Nullable SpanExporter exporter) {
        this.settings = settings;
        this.rules = rules;
        this.path = path;
        this.lifecycle = lifecycle;
        this.exporter = exporter;
    }

    /// Never fails: what the SDK does not accept costs the export, not the ids and the propagation, and is said.
    public OpenTelemetrySdk build(Problems problems) {
        try {
            return configured();
        } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
            problems.add("the OpenTelemetry SDK does not accept its configuration, nothing is exported: " + reason(e));
            return withoutExport();
        }
    }

    private OpenTelemetrySdk configured() {
        ComponentLoader loader = new AnswerReading(ComponentLoader.forClassLoader(SdkBuilder.class.getClassLoader()));
        AutoConfiguredOpenTelemetrySdkBuilder builder = AutoConfiguredOpenTelemetrySdk.builder()
                .disableShutdownHook()
                .setComponentLoader(loader)
                .addPropagatorCustomizer((propagator, config) -> strict(propagator))
                .addSamplerCustomizer((sampler, config) -> sampler(sampler))
                .addSpanExporterCustomizer((otlp, config) -> path.delivering(chosen(otlp)))
                .addSpanProcessorCustomizer((processor, config) -> path.admitting(processor))
                .addLogRecordExporterCustomizer((otlp, config) -> path.delivering(otlp))
                .addLogRecordProcessorCustomizer((processor, config) -> path.admitting(processor))
                .addTracerProviderCustomizer((provider, config) -> provider.addSpanProcessor(lifecycle));
        AutoConfigureUtil.setConfigPropertiesCustomizer(
                builder, environment -> new CheckedProperties(settings.otel(), loader));
        return builder.build().getOpenTelemetrySdk();
    }

    private SpanExporter chosen(SpanExporter configured) {
        if (exporter == null) {
            return configured;
        }
        configured.shutdown();
        return exporter;
    }

    private Sampler sampler(Sampler configured) {
        return rules.isEmpty() ? configured : new RuleSampler(rules, configured);
    }

    /// The SDK's propagator for trace context accepts what W3C rejects and the other way round. The request ids go
    /// with whatever propagator comes first.
    private TextMapPropagator strict(TextMapPropagator propagator) {
        TextMapPropagator chosen =
                propagator == W3CTraceContextPropagator.getInstance() ? W3cPropagator.instance() : propagator;
        if (requestIds) {
            return chosen;
        }
        requestIds = true;
        return TextMapPropagator.composite(chosen, RequestIdPropagator.instance());
    }

    private OpenTelemetrySdk withoutExport() {
        return OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .setSampler(sampler(Sampler.parentBased(Sampler.alwaysOn())))
                        .addSpanProcessor(lifecycle)
                        .build())
                .setPropagators(ContextPropagators.create(
                        TextMapPropagator.composite(W3cPropagator.instance(), RequestIdPropagator.instance())))
                .build();
    }

    private static String reason(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
