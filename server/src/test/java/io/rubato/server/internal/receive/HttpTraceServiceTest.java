package io.rubato.server.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.Zstd;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.rubato.server.internal.life.Phase;
import io.rubato.storage.Compression;
import io.rubato.storage.IngestException;
import io.rubato.storage.IngestResult;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpTraceServiceTest {
    private static final String JSON = "application/json";
    private static final String PROTOBUF = "application/x-protobuf";
    private static final ExportTraceServiceRequest REQUEST = ExportTraceServiceRequest.newBuilder()
            .addResourceSpans(ResourceSpans.newBuilder()
                    .addScopeSpans(ScopeSpans.newBuilder()
                            .addSpans(Span.newBuilder()
                                    .setTraceId(ByteString.fromHex("0102030405060708090a0b0c0d0e0f10"))
                                    .setSpanId(ByteString.fromHex("0102030405060708"))
                                    .setName("checkout"))))
            .build();
    private static final String REQUEST_JSON = """
            {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0102030405060708090a0b0c0d0e0f10",
              "spanId":"0102030405060708","name":"checkout"}]}]}]}""";

    private final Ports ports = new Ports();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() {
        client.close();
        ports.close();
    }

    @Test
    void protobufGoesToTheStoreAsItCame() throws Exception {
        HttpResponse<byte[]> answer = post(PROTOBUF, REQUEST.toByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue(PROTOBUF);
        assertThat(answer.body()).isEmpty();
        assertThat(ports.store.requests).hasSize(1);
        assertThat(ports.store.requests.getFirst().body()).isEqualTo(REQUEST.toByteArray());
        assertThat(ports.intake.budget().used()).isZero();
    }

    @Test
    void jsonIsTranscoded() throws Exception {
        HttpResponse<byte[]> answer = post(JSON + "; charset=utf-8", utf8(REQUEST_JSON));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue(JSON);
        assertThat(text(answer)).isEqualTo("{\"partialSuccess\":{}}");
        assertThat(ExportTraceServiceRequest.parseFrom(ports.store.allBodies())).isEqualTo(REQUEST);
    }

    @Test
    void compressedProtobufIsNotTouched() throws Exception {
        byte[] gzip = gzip(REQUEST.toByteArray());
        byte[] zstd = Zstd.compress(REQUEST.toByteArray());
        assertThat(post(PROTOBUF, gzip, "content-encoding", "gzip").statusCode())
                .isEqualTo(200);
        assertThat(post(PROTOBUF, zstd, "content-encoding", "zstd").statusCode())
                .isEqualTo(200);
        assertThat(ports.store.requests.get(0).compression()).isEqualTo(Compression.GZIP);
        assertThat(ports.store.requests.get(0).body()).isEqualTo(gzip);
        assertThat(ports.store.requests.get(1).compression()).isEqualTo(Compression.ZSTD);
        assertThat(ports.store.requests.get(1).body()).isEqualTo(zstd);
    }

    @Test
    void compressedJsonIsDecompressed() throws Exception {
        byte[] json = utf8(REQUEST_JSON);
        assertThat(post(JSON, gzip(json), "content-encoding", "gzip").statusCode())
                .isEqualTo(200);
        assertThat(post(JSON, Zstd.compress(json), "content-encoding", "zstd").statusCode())
                .isEqualTo(200);
        assertThat(ports.store.requests)
                .allSatisfy(request -> assertThat(ExportTraceServiceRequest.parseFrom(request.plain()))
                        .isEqualTo(REQUEST));
    }

    @Test
    void partialSuccessSaysHowManyAndWhy() throws Exception {
        ports.store.result = new IngestResult(3, 2, "2 spans with a bad trace id", 0);
        ExportTraceServiceResponse protobuf = ExportTraceServiceResponse.parseFrom(
                post(PROTOBUF, REQUEST.toByteArray()).body());
        assertThat(protobuf.getPartialSuccess().getRejectedSpans()).isEqualTo(2);
        assertThat(protobuf.getPartialSuccess().getErrorMessage()).isEqualTo("2 spans with a bad trace id");
        JsonNode json =
                new ObjectMapper().readTree(post(JSON, utf8(REQUEST_JSON)).body());
        assertThat(json.at("/partialSuccess/rejectedSpans").asText()).isEqualTo("2");
        assertThat(json.at("/partialSuccess/errorMessage").asText()).isEqualTo("2 spans with a bad trace id");
    }

    @Test
    void wrongMethodTypeAndEncoding() throws Exception {
        HttpResponse<String> get = client.send(
                HttpRequest.newBuilder(URI.create(ports.httpUrl("/v1/traces"))).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(get.headers().firstValue("allow")).hasValue("POST");
        HttpResponse<byte[]> type = post("text/plain", utf8("x"));
        assertThat(type.statusCode()).isEqualTo(415);
        assertThat(text(type))
                .isEqualTo("415 unsupported media type, supported: [application/json, application/x-protobuf]");
        HttpResponse<byte[]> encoding = post(JSON, utf8("x"), "content-encoding", "br");
        assertThat(encoding.statusCode()).isEqualTo(415);
        assertThat(text(encoding))
                .contains("content-encoding 'br' is not supported, expected gzip, zstd, deflate, snappy or lz4");
    }

    @Test
    void badBodiesAre400InTheRequestsEncoding() throws Exception {
        HttpResponse<byte[]> json = post(JSON, utf8("{\"resourceSpans\":[}"));
        assertThat(json.statusCode()).isEqualTo(400);
        assertThat(new ObjectMapper().readTree(json.body()).get("code").asInt()).isEqualTo(3);
        assertThat(post(JSON, utf8("no gzip"), "content-encoding", "gzip").statusCode())
                .isEqualTo(400);
        assertThat(post(JSON, utf8("no zstd"), "content-encoding", "zstd").statusCode())
                .isEqualTo(400);
        ports.store.refusal = new IngestException(IngestException.Reason.MALFORMED, "cut off at byte 7");
        HttpResponse<byte[]> protobuf = post(PROTOBUF, new byte[] {1, 2, 3});
        assertThat(protobuf.statusCode()).isEqualTo(400);
        assertThat(protobuf.headers().firstValue("content-type")).hasValue(PROTOBUF);
        com.google.protobuf.CodedInputStream status = com.google.protobuf.CodedInputStream.newInstance(protobuf.body());
        assertThat(status.readTag()).isEqualTo(1 << 3);
        assertThat(status.readInt32()).isEqualTo(3);
        assertThat(status.readTag()).isEqualTo(2 << 3 | 2);
        assertThat(status.readString()).isEqualTo("cut off at byte 7");
    }

    @Test
    void pressureAndFaultsSayWhenToTryAgain() throws Exception {
        ports.store.refusal =
                new IngestException(IngestException.Reason.OVERLOADED, "memory is used up", Duration.ofMillis(1500));
        HttpResponse<byte[]> overloaded = post(JSON, utf8(REQUEST_JSON));
        assertThat(overloaded.statusCode()).isEqualTo(429);
        assertThat(overloaded.headers().firstValue("retry-after")).hasValue("2");
        assertThat(text(overloaded)).contains("\"retryDelay\":\"1.5s\"");
        ports.store.refusal = new IngestException(IngestException.Reason.READ_ONLY, "disk is full");
        HttpResponse<byte[]> readOnly = post(PROTOBUF, REQUEST.toByteArray());
        assertThat(readOnly.statusCode()).isEqualTo(503);
        assertThat(readOnly.headers().firstValue("retry-after")).hasValue("1");
        ports.store.refusal = new IngestException(IngestException.Reason.TOO_LARGE, "too large");
        HttpResponse<byte[]> large = post(PROTOBUF, REQUEST.toByteArray());
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(large.headers().firstValue("retry-after")).isEmpty();
    }

    @Test
    void startingIs503() throws Exception {
        ports.life.move(new Phase.Starting("replaying the log"));
        HttpResponse<byte[]> answer = post(JSON, utf8(REQUEST_JSON));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).hasValue("1");
        assertThat(new ObjectMapper().readTree(answer.body()).get("code").asInt())
                .isEqualTo(14);
        assertThat(text(answer)).contains("starting: replaying the log");
    }

    @Test
    void aBodyOf64MegabytesIsTaken() throws Exception {
        byte[] large = new byte[64 << 20];
        assertThat(post(PROTOBUF, large).statusCode()).isEqualTo(200);
        assertThat(ports.store.requests.getFirst().body()).hasSize(64 << 20);
        assertThat(ports.intake.budget().used()).isZero();
    }

    @Test
    void aBodyOverTheLimitIs413WhetherAnnouncedOrNot() throws Exception {
        HttpResponse<byte[]> announced = post(JSON, new byte[Ports.MAX_BODY + 1]);
        assertThat(announced.statusCode()).isEqualTo(413);
        assertThat(text(announced)).contains("over the limit of " + Ports.MAX_BODY + " bytes");
        byte[] piece = new byte[1 << 20];
        HttpRequest chunked = HttpRequest.newBuilder(URI.create(ports.httpUrl("/v1/traces")))
                .header("content-type", PROTOBUF)
                .POST(HttpRequest.BodyPublishers.ofByteArrays(java.util.Collections.nCopies(80, piece)))
                .build();
        assertThat(client.send(chunked, HttpResponse.BodyHandlers.ofByteArray()).statusCode())
                .isEqualTo(413);
        assertThat(ports.intake.budget().used()).isZero();
        assertThat(post(JSON, utf8(REQUEST_JSON)).statusCode()).isEqualTo(200);
    }

    @Test
    void bombsAreStoppedAtTheLimit() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bomb)) {
            byte[] blanks = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 500; i++) {
                out.write(blanks);
            }
        }
        HttpResponse<byte[]> answer = post(JSON, bomb.toByteArray(), "content-encoding", "gzip");
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(text(answer)).contains("over the limit of " + Ports.MAX_JSON + " bytes once it is decompressed");
        byte[] zstd = Zstd.compress(new byte[200 << 20]);
        assertThat(post(JSON, zstd, "content-encoding", "zstd").statusCode()).isEqualTo(413);
    }

    @Test
    void browsersMaySend() throws Exception {
        HttpRequest preflight = HttpRequest.newBuilder(URI.create(ports.httpUrl("/v1/traces")))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("origin", "https://shop.example")
                .header("access-control-request-method", "POST")
                .header("access-control-request-headers", "content-type,x-team")
                .build();
        HttpResponse<String> allowed = client.send(preflight, HttpResponse.BodyHandlers.ofString());
        assertThat(allowed.statusCode()).isBetween(200, 204);
        // As `sendBeacon` needs it, which always sends with credentials.
        assertThat(allowed.headers().firstValue("access-control-allow-origin")).hasValue("https://shop.example");
        assertThat(allowed.headers().firstValue("access-control-allow-credentials"))
                .hasValue("true");
        assertThat(allowed.headers().firstValue("access-control-allow-methods")).hasValue("POST");
        assertThat(allowed.headers().firstValue("access-control-allow-headers").orElse(""))
                .contains("content-type");
        HttpResponse<byte[]> sent = post(JSON, utf8(REQUEST_JSON), "origin", "https://shop.example");
        assertThat(sent.statusCode()).isEqualTo(200);
        assertThat(sent.headers().firstValue("access-control-allow-origin")).hasValue("https://shop.example");
        assertThat(sent.headers().firstValue("access-control-allow-credentials"))
                .hasValue("true");
    }

    @Test
    void otherSignalsAre404WithASentence() throws Exception {
        HttpRequest metrics = HttpRequest.newBuilder(URI.create(ports.httpUrl("/v1/metrics")))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        HttpResponse<String> answer = client.send(metrics, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).startsWith("this server takes traces only");
    }

    private HttpResponse<byte[]> post(String type, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(ports.httpUrl("/v1/traces")))
                .header("content-type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static byte[] gzip(byte[] plain) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
