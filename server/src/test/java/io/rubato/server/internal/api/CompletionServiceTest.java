package io.rubato.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rubato.server.Running;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionServiceTest {
    @TempDir
    private static Path directory;

    private static Running running;

    @BeforeAll
    static void start() {
        running = Running.in(directory);
        ReplayedSpans.send(running);
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    private static JsonNode at(String marked) throws Exception {
        HttpResponse<String> answer = running.get(Client.path(
                "/api/rubato/complete", "q", marked.replace("#", ""), "at", marked.indexOf('#'), "limit", 500));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private static Stream<String> candidates(String marked) throws Exception {
        return StreamSupport.stream(at(marked).get("candidates").spliterator(), false)
                .map(JsonNode::asText);
    }

    @Test
    void namesOfWhatIsStoredAndWordsOfTheLanguage() throws Exception {
        assertThat(candidates("{ #"))
                .contains("resource.service.name", "span.http.status_code", "event.exception.type", "status", "span.");
        JsonNode found = at("{ span.ht# && status = error }");
        assertThat(found.toString())
                .isEqualTo("{\"from\":2,\"to\":9,\"expected\":\"field\","
                        + "\"candidates\":[\"span.http.status_code\",\"span.http/route\"]}");
        assertThat(candidates("{ kind = consumer && #")).doesNotContain("span.http.status_code");
        assertThat(candidates("{} | ra#")).containsExactly("rate(", "histogram_over_time(");
    }

    @Test
    void valuesOnSpansThatTheRestIsAbout() throws Exception {
        assertThat(candidates("{ resource.service.name = # }")).contains("\"backend\"", "\"frontend\"", "\"worker\"");
        assertThat(candidates("{ resource.service.name = \"fr#\" }")).containsExactly("\"frontend\"");
        assertThat(candidates("{ resource.service.name = \"#\" && kind = consumer }"))
                .startsWith("\"worker\"")
                .doesNotContain("\"backend\"");
        assertThat(candidates("{ span.http.status_code >= #")).contains("200", "500");
        assertThat(candidates("{ status = er#")).containsExactly("error");
    }

    @Test
    void anythingIsAnswered() throws Exception {
        assertThat(at("#").get("expected").asText()).isEqualTo("spanset");
        assertThat(at("{ ' \" #").get("candidates")).isEmpty();
        assertThat(running.get("/api/rubato/complete").statusCode()).isEqualTo(200);
        assertThat(running.get("/api/rubato/complete?q=%7B&at=x").statusCode()).isEqualTo(400);
    }
}
