package io.rubato.tracing;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.util.logging.Logger;

/// A process for the tests of endings: makes a span, says so, and ends as its argument says. It starts tracing in one
/// line and otherwise uses the plain OpenTelemetry API only.
public final class TracedMain {
    private TracedMain() {}

    @SuppressWarnings("try")
    public static void main(String[] args) throws Exception {
        Tracing.start();
        Tracer tracer = GlobalOpenTelemetry.getTracer("io.example.plain");
        Span span = tracer.spanBuilder("request").startSpan();
        try (Scope scope = span.makeCurrent()) {
            tracer.spanBuilder("inner").startSpan().end();
            Logger.getLogger("io.example.Main").info("in the span");
        }
        span.end();
        System.out.println("ready " + span.getSpanContext().getTraceId());
        switch (args[0]) {
            case "late" -> {
                Span late = tracer.spanBuilder("late").startSpan();
                System.out.println("open");
                Thread.sleep(1_000);
                late.end();
                Thread.sleep(60_000);
            }
            case "wait" -> Thread.sleep(60_000);
            case "throw" -> throw new IllegalStateException("the application's own");
            case "exit" -> System.exit(3);
            default -> System.out.println(Runtime.version().feature());
        }
    }
}
