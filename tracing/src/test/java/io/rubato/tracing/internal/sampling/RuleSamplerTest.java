package io.rubato.tracing.internal.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.rubato.tracing.SamplingRule;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleSamplerTest {
    private static final String LOW = "ffffffffffffffffff00000000000000";
    private static final String HIGH = "000000000000000000ffffffffffffff";

    private static boolean samples(Sampler sampler, Context parent, String name, Attributes attributes) {
        return sampler.shouldSample(parent, HIGH, name, SpanKind.SERVER, attributes, List.of())
                        .getDecision()
                == SamplingDecision.RECORD_AND_SAMPLE;
    }

    private static boolean samples(Sampler sampler, String name, Attributes attributes) {
        return samples(sampler, Context.root(), name, attributes);
    }

    @ParameterizedTest
    @CsvSource({
        LOW + ", 0, false",
        LOW + ", 0.999999, false",
        LOW + ", 1, true",
        HIGH + ", 0, false",
        HIGH + ", 0.000001, true",
        HIGH + ", 1, true",
        "00000000000000000080000000000000, 0.5, true",
        "0000000000000000007fffffffffffff, 0.5, false",
    })
    void the56RandomBitsDecide(String traceId, double rate, boolean kept) {
        assertThat(RuleSampler.keeps(traceId, rate)).isEqualTo(kept);
    }

    @Test
    void aRateIsKeptAndAHigherOneKeepsTheSameTraces() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int few = 0;
        int many = 0;
        for (int i = 0; i < 100_000; i++) {
            String id = String.format("%016x%016x", random.nextLong(), random.nextLong());
            boolean kept = RuleSampler.keeps(id, 0.1);
            assertThat(!kept || RuleSampler.keeps(id, 0.3))
                    .as("seed %d, id %s", seed, id)
                    .isTrue();
            few += kept ? 1 : 0;
            many += RuleSampler.keeps(id, 0.3) ? 1 : 0;
        }
        assertThat(few / 100_000d).as("seed %d", seed).isCloseTo(0.1, within(0.01));
        assertThat(many / 100_000d).as("seed %d", seed).isCloseTo(0.3, within(0.01));
    }

    @Test
    void theFirstRuleThatMatchesDecides() {
        Sampler sampler = new RuleSampler(
                List.of(
                        SamplingRule.route("/health*", 0),
                        SamplingRule.attribute("retries", "3", 1),
                        SamplingRule.name("batch", 0)),
                Sampler.alwaysOn());
        assertThat(samples(sampler, "GET", Attributes.of(AttributeKey.stringKey("http.route"), "/healthz")))
                .isFalse();
        assertThat(samples(sampler, "GET", Attributes.of(AttributeKey.stringKey("url.path"), "/health")))
                .isFalse();
        assertThat(samples(sampler, "GET", Attributes.of(AttributeKey.stringKey("url.path"), "/v1")))
                .isTrue();
        assertThat(samples(sampler, "batch", Attributes.empty())).isFalse();
        assertThat(samples(sampler, "batch", Attributes.of(AttributeKey.longKey("retries"), 3L)))
                .isTrue();
    }

    @Test
    void aSpanWithAParentFollowsIt() {
        Sampler sampler = new RuleSampler(List.of(SamplingRule.all(0)), Sampler.parentBased(Sampler.alwaysOn()));
        Context parent = Context.root()
                .with(Span.wrap(SpanContext.createFromRemoteParent(
                        HIGH, "b7ad6b7169203331", TraceFlags.getSampled(), TraceState.getDefault())));
        assertThat(samples(sampler, parent, "x", Attributes.empty())).isTrue();
        assertThat(samples(sampler, "x", Attributes.empty())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/a/*, /a/b, true",
        "/a/*, /b, false",
        "*, '', true",
        "*b*, abc, true",
        "a*c, abcbd, false",
        "a*c, abcbc, true",
        "ab, abc, false",
    })
    void starsStandForAnyText(String pattern, String text, boolean like) {
        assertThat(RuleSampler.like(pattern, text)).isEqualTo(like);
    }
}
