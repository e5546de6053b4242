package io.rubato.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.rubato.server.Await;
import io.rubato.server.Deadline;
import io.rubato.server.Running;
import io.rubato.server.SmallBlocks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Following what comes in, over plain sockets.
class TailTest {
    @TempDir
    private Path directory;

    private Running running;

    @BeforeEach
    void start() {
        running = Running.in(directory);
    }

    @AfterEach
    void stop() {
        running.close();
    }

    private void send(TracesData traces) {
        URI url = running.server.otlpHttpUrl().orElseThrow().resolve("/v1/traces");
        assertThat(running.post(url, "application/x-protobuf", traces.toByteArray())
                        .statusCode())
                .isEqualTo(200);
    }

    private Client follow(String query) throws IOException {
        return new Client(running.server.apiUrl(), query, 1 << 20);
    }

    @Test
    void whatComesInIsShownAndWhatWasThereIsNot() throws Exception {
        send(SmallBlocks.trace(1));
        try (Client errors = follow("%7Bstatus%3Derror%7D");
                Client all = follow("%7B%7D")) {
            errors.awaitLine(": following");
            all.awaitLine(": following");
            send(SmallBlocks.trace(3)); // without an error
            send(SmallBlocks.trace(2));
            assertThat(errors.awaitLine("data: ")).contains("\"traceID\":\"3\"");
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                String json = all.awaitLine("data: ").substring("data: ".length());
                JsonNode trace = new ObjectMapper().readTree(json);
                assertThat(trace.at("/spanSets/0/matched").asInt()).isEqualTo(3);
                ids.add(trace.get("traceID").asText());
            }
            assertThat(ids).containsExactlyInAnyOrder("3", "4");
            assertThat(errors.header).contains("text/event-stream").startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aTraceInBlocksIsShownWhenMoreOfItComesIn() throws Exception {
        Path blocks = directory.resolve("blocks");
        try (Running ofBlocks = Running.over(Running.config(directory, ""), () -> SmallBlocks.open(blocks));
                Client all = new Client(ofBlocks.server.apiUrl(), "%7B%7D", 1 << 20)) {
            all.awaitLine(": following");
            TracesData.Builder more = SmallBlocks.trace(2).toBuilder();
            more.getResourceSpansBuilder(0)
                    .getScopeSpansBuilder(0)
                    .getSpansBuilder(0)
                    .setSpanId(ByteString.copyFromUtf8("one more"));
            URI url = ofBlocks.server.otlpHttpUrl().orElseThrow().resolve("/v1/traces");
            byte[] body = more.build().toByteArray();
            assertThat(ofBlocks.post(url, "application/x-protobuf", body).statusCode())
                    .isEqualTo(200);
            assertThat(all.awaitLine("data: ")).contains("\"traceID\":\"3\"").contains("\"matched\":4");
        }
    }

    @Test
    void aBadQueryIsRefused() {
        assertThat(running.get("/api/rubato/tail?q=%7B").statusCode()).isEqualTo(400);
    }

    @Test
    void aClientThatDoesNotReadIsDroppedAndTold() throws Exception {
        try (Client slow = new Client(running.server.apiUrl(), "%7B%7D%7Cselect(span.big)", 4_096)) {
            slow.awaitLine(": following");
            Await.until("the slow client to be dropped", () -> {
                send(many());
                return running.get("/metrics").body().contains("rubato_tails 0\n");
            });
        }
    }

    private int next;

    /// Traces with large attributes, a few MB together.
    private TracesData many() {
        TracesData.Builder all = TracesData.newBuilder();
        for (int i = 0; i < 300; i++) {
            TracesData.Builder one = SmallBlocks.trace(next++).toBuilder();
            one.getResourceSpansBuilder(0)
                    .getScopeSpansBuilder(0)
                    .getSpansBuilder(0)
                    .addAttributesBuilder()
                    .setKey("big")
                    .getValueBuilder()
                    .setStringValue("x".repeat(20_000));
            all.addResourceSpans(one.getResourceSpans(0));
        }
        return all.build();
    }

    private static final class Client implements AutoCloseable {
        private final Socket socket = new Socket();
        private final BufferedReader in;
        private final String header;

        Client(URI url, String query, int window) throws IOException {
            socket.setReceiveBufferSize(window);
            socket.setSoTimeout(Deadline.MILLIS);
            socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
            socket.getOutputStream()
                    .write(("GET /api/rubato/tail?q=" + query + " HTTP/1.1\r\nhost: x\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder head = new StringBuilder();
            String line = in.readLine();
            while (line != null && !line.isEmpty()) {
                head.append(line).append('\n');
                line = in.readLine();
            }
            header = head.toString();
        }

        /// The next line with that beginning.
        String awaitLine(String beginning) throws IOException {
            String line = in.readLine();
            while (line != null && !line.startsWith(beginning)) {
                line = in.readLine();
            }
            assertThat(line).as("a line beginning with " + beginning).isNotNull();
            return line;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
