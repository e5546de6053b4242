package io.rubato.storage.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SpanCountTest {
    private static byte[] request(int resources, int scopes, int spans) {
        ScopeSpans.Builder scope = ScopeSpans.newBuilder()
                .setScope(InstrumentationScope.newBuilder().setName("scope"))
                .setSchemaUrl("schema");
        for (int i = 0; i < spans; i++) {
            scope.addSpans(Span.newBuilder().setName("span " + i));
        }
        ResourceSpans.Builder resource = ResourceSpans.newBuilder().setResource(Resource.getDefaultInstance());
        for (int i = 0; i < scopes; i++) {
            resource.addScopeSpans(scope);
        }
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        for (int i = 0; i < resources; i++) {
            request.addResourceSpans(resource);
        }
        return request.build().toByteArray();
    }

    @Test
    void spansOfAllScopesCount() {
        byte[] request = request(3, 2, 50);
        assertThat(SpanCount.of(request, 0, request.length)).isEqualTo(300);
        byte[] within = new byte[request.length + 20];
        Arrays.fill(within, (byte) -1);
        System.arraycopy(request, 0, within, 7, request.length);
        assertThat(SpanCount.of(within, 7, request.length)).isEqualTo(300);
    }

    @Test
    void whatIsEmptyOrMalformedCountsOnce() {
        assertThat(SpanCount.of(new byte[0], 0, 0)).isEqualTo(1);
        byte[] empty = request(2, 2, 0);
        assertThat(SpanCount.of(empty, 0, empty.length)).isEqualTo(1);
        byte[] request = request(3, 2, 50);
        for (int length = 1; length < request.length; length += 13) {
            assertThat(SpanCount.of(request, 0, length)).isBetween(1L, 300L);
        }
    }
}
