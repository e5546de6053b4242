package io.rubato.tracing.internal.sampling;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import io.rubato.tracing.SamplingRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decides about new traces by the first rule that matches; about all else as the sampler beneath does.
///
/// A rate keeps a trace if its 56 random bits, the last 14 hex digits of the id (W3C Trace Context level 2, "random
/// trace id flag"), are at least `(1 - rate) * 2^56`: the comparison of OpenTelemetry's consistent probability
/// sampling, so whoever samples by it decides alike, and a trace kept at a rate is kept at every higher one.
public final class RuleSampler implements Sampler {
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");

    private final List<SamplingRule> rules;
    private final Sampler otherwise;

    /// @param otherwise decides where a span has a parent or no rule matches
    public RuleSampler(List<SamplingRule> rules, Sampler otherwise) {
        this.rules = List.copyOf(rules);
        this.otherwise = otherwise;
    }

    @Override
    public SamplingResult shouldSample(
            Context parentContext,
            String traceId,
            String name,
            SpanKind kind,
            Attributes attributes,
            List<LinkData> links) {
        if (!Span.fromContext(parentContext).getSpanContext().isValid()) {
            for (SamplingRule rule : rules) {
                if (matches(rule, name, attributes)) {
                    return keeps(traceId, rule.rate()) ? SamplingResult.recordAndSample() : SamplingResult.drop();
                }
            }
        }
        return otherwise.shouldSample(parentContext, traceId, name, kind, attributes, links);
    }

    static boolean keeps(String traceId, double rate) {
        long random = Long.parseUnsignedLong(traceId, 18, 32, 16);
        return random >= Math.round((1 - rate) * 0x1p56);
    }

    private static boolean matches(SamplingRule rule, String name, Attributes attributes) {
        for (SamplingRule.Condition condition : rule.conditions()) {
            String value = value(condition.property(), name, attributes);
            if (value == null || !like(condition.value(), value)) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable String value(String property, String name, Attributes attributes) {
        return switch (property) {
            case "name" -> name;
            case "route" -> attributes.get(ROUTE) != null ? attributes.get(ROUTE) : attributes.get(PATH);
            default -> attribute(property, attributes);
        };
    }

    /// Of any type: 200 and "200" are the same to a rule.
    private static @Nullable String attribute(String key, Attributes attributes) {
        for (Map.Entry<AttributeKey<?>, Object> entry : attributes.asMap().entrySet()) {
            if (entry.getKey().getKey().equals(key)) {
                return entry.getValue().toString();
            }
        }
        return null;
    }

    /// True if `*` in the pattern can stand for parts of the text such that they are equal.
    static boolean like(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int starText = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                starText = t;
            } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++starText;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    @Override
    public String getDescription() {
        return "RuleSampler{" + rules + ", otherwise=" + otherwise.getDescription() + "}";
    }
}
