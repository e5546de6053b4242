package io.rubato.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.query.QueryMetrics;
import io.rubato.query.SearchResult;
import io.rubato.query.Spanset;
import io.rubato.query.Spanset.SpanMatch;
import io.rubato.query.TraceMatch;
import io.rubato.query.TraceMatch.ServiceStats;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import io.rubato.storage.model.TraceId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SearchJsonTest {
    private static final QueryMetrics METRICS = new QueryMetrics(5, 12, 24118, 1, 99);

    @Test
    void everyFieldIsTempos() {
        Spanset spanset = new Spanset(
                List.of(
                        new SpanMatch(
                                2,
                                "child",
                                true,
                                1795345600000000000L,
                                238000000,
                                List.of(new Attribute("foo", new AttributeValue.Text("Bar")))),
                        new SpanMatch(-1, "hidden", false, 1, 0, List.of())),
                7,
                List.of(new Attribute("count()", new AttributeValue.Int(2))));
        assertThat(json(new TraceMatch(
                        new TraceId(0, 0x1a2b3c4d5e6f7788L),
                        "frontend",
                        "GET /",
                        1795345600000000000L,
                        1795345600500000000L,
                        List.of(spanset),
                        Map.of("backend", new ServiceStats(2, 1)))))
                .isEqualTo("""
                        {"traces":[{"traceID":"1a2b3c4d5e6f7788","rootServiceName":"frontend","rootTraceName":"GET /",\
                        "startTimeUnixNano":"1795345600000000000","durationMs":500,"spanSet":SET,"spanSets":[SET],\
                        "serviceStats":{"backend":{"spanCount":2,"errorCount":1}}}],\
                        "metrics":{"inspectedTraces":5,"inspectedBytes":"24118","totalBlocks":1,"completedJobs":1,\
                        "totalJobs":1,"totalBlockBytes":"99","inspectedSpans":"12"}}""".replace("SET", """
                                        {"spans":[{"spanID":"0000000000000002","name":"child",\
                                        "startTimeUnixNano":"1795345600000000000","durationNanos":"238000000",\
                                        "attributes":[{"key":"foo","value":{"stringValue":"Bar"}}]},\
                                        {"spanID":"ffffffffffffffff","startTimeUnixNano":"1"}],"matched":7,\
                                        "attributes":[{"key":"count()","value":{"intValue":"2"}}]}"""));
    }

    @Test
    void everyKindOfValue() {
        List<Attribute> attributes = List.of(
                new Attribute("bool", new AttributeValue.Bool(false)),
                new Attribute("real", new AttributeValue.Real(0.5)),
                new Attribute("nan", new AttributeValue.Real(Double.NaN)),
                new Attribute("bytes", new AttributeValue.Bytes(new byte[] {1, 2})),
                new Attribute("array", new AttributeValue.Array(List.of(new AttributeValue.Int(-1)))),
                new Attribute(
                        "pairs",
                        new AttributeValue.KeyValues(List.of(new Attribute("k", new AttributeValue.Text(""))))),
                new Attribute("empty", new AttributeValue.Empty()));
        TraceMatch trace = new TraceMatch(
                new TraceId(0, 0),
                "",
                "",
                0,
                0,
                List.of(new Spanset(List.of(new SpanMatch(1, "", true, 0, 0, attributes)), 1, List.of())),
                Map.of());
        assertThat(json(trace))
                .contains("{\"key\":\"bool\",\"value\":{\"boolValue\":false}}")
                .contains("{\"key\":\"real\",\"value\":{\"doubleValue\":0.5}}")
                .contains("{\"key\":\"nan\",\"value\":{\"doubleValue\":\"NaN\"}}")
                .contains("{\"key\":\"bytes\",\"value\":{\"bytesValue\":\"AQI=\"}}")
                .contains("{\"key\":\"array\",\"value\":{\"arrayValue\":{\"values\":[{\"intValue\":\"-1\"}]}}}")
                .contains("{\"key\":\"pairs\",\"value\":{\"kvlistValue\":{\"values\":[{\"key\":\"k\",")
                .contains("{\"key\":\"empty\",\"value\":{}}")
                .contains("\"traceID\":\"0\"", "\"rootServiceName\":\"<root span not yet received>\"")
                .doesNotContain("durationMs", "rootTraceName", "serviceStats");
    }

    @Test
    void nothingFoundIsAnEmptyListAndMetrics() {
        byte[] json = SearchJson.bytes(new SearchResult(List.of(), new QueryMetrics(0, 0, 0, 0, 0)), true);
        assertThat(new String(json, StandardCharsets.UTF_8))
                .isEqualTo("{\"traces\":[],\"metrics\":{\"completedJobs\":1,\"totalJobs\":1}}");
    }

    @Test
    void aSearchByTagsHasNoSpansets() {
        TraceMatch trace = new TraceMatch(
                new TraceId(1, 1), "a", "b", 1, 2, List.of(new Spanset(List.of(), 1, List.of())), Map.of());
        byte[] json = SearchJson.bytes(new SearchResult(List.of(trace), METRICS), false);
        assertThat(new String(json, StandardCharsets.UTF_8)).doesNotContain("spanSet");
    }

    private static String json(TraceMatch trace) {
        String json =
                new String(SearchJson.bytes(new SearchResult(List.of(trace), METRICS), true), StandardCharsets.UTF_8);
        StrictJson.search(json);
        return json;
    }
}
