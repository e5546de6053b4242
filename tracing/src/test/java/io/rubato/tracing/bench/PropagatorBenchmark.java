package io.rubato.tracing.bench;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.rubato.tracing.context.W3cPropagator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Extracting and injecting a trace context through this library's propagator and the SDK's.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class PropagatorBenchmark {
    private static final TextMapGetter<Map<String, String>> GETTER = new TextMapGetter<>() {
        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    };

    @Param({"sdk", "ours"})
    public String propagator = "";

    @Param({"", "vendor=opaque-value-1,rojo=00f067aa0ba902b7"})
    public String state = "";

    private final Map<String, String> received = new HashMap<>();
    private final Map<String, String> sent = new HashMap<>();
    private TextMapPropagator chosen = TextMapPropagator.noop();
    private Context context = Context.root();

    @Setup(Level.Trial)
    public void prepare() {
        chosen = propagator.equals("ours") ? W3cPropagator.instance() : W3CTraceContextPropagator.getInstance();
        received.put("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        if (!state.isEmpty()) {
            received.put("tracestate", state);
        }
        context = extract();
    }

    @Benchmark
    public Context extract() {
        return chosen.extract(Context.root(), received, GETTER);
    }

    @Benchmark
    public Map<String, String> inject() {
        chosen.inject(context, sent, (map, key, value) -> {
            if (map != null) {
                map.put(key, value);
            }
        });
        return sent;
    }
}
