package io.rubato.tracing;

import java.util.List;
import java.util.Objects;

/// Which part of the new traces to keep whose first span meets all conditions. The first rule that matches decides;
/// spans with a parent follow their parent's decision. Written `route=/v1/* & tenant=acme : 0.5` in a variable.
///
/// @param conditions none: every span matches
/// @param rate from 0 (none) to 1 (all), by the random bits of the trace id, so that every process decides alike
public record SamplingRule(List<Condition> conditions, double rate) {

    /// @throws IllegalArgumentException if the rate is not from 0 to 1
    public SamplingRule {
        conditions = List.copyOf(conditions);
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("sampling rate " + rate + ": expected 0 to 1");
        }
    }

    /// A property of the span at its start: `name` is its name, `route` its `http.route` or else `url.path`, anything
    /// else the attribute of that key. In the value `*` stands for any text.
    public record Condition(String property, String value) {
        public Condition {
            Objects.requireNonNull(property, "property");
            Objects.requireNonNull(value, "value");
        }
    }

    /// A rule for all new traces.
    public static SamplingRule all(double rate) {
        return new SamplingRule(List.of(), rate);
    }

    /// A rule for traces that start with a span of this name.
    public static SamplingRule name(String name, double rate) {
        return new SamplingRule(List.of(new Condition("name", name)), rate);
    }

    /// A rule for traces that start with a request to this route.
    public static SamplingRule route(String route, double rate) {
        return new SamplingRule(List.of(new Condition("route", route)), rate);
    }

    /// A rule for traces that start with a span of this attribute.
    public static SamplingRule attribute(String key, String value, double rate) {
        return new SamplingRule(List.of(new Condition(key, value)), rate);
    }
}
