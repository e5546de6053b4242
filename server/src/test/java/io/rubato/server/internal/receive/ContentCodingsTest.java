package io.rubato.server.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.grpc.CallOptions;
import io.grpc.Compressor;
import io.grpc.CompressorRegistry;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.rubato.server.Deadline;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.apache.commons.compress.compressors.snappy.FramedSnappyCompressorOutputStream;
import org.assertj.core.api.Assertions;
import org.iq80.snappy.Snappy;
import org.iq80.snappy.SnappyFramedOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Bodies in every coding that a collector can be configured to send, over HTTP and gRPC.
class ContentCodingsTest {
    private static final String PROTOBUF = "application/x-protobuf";

    private final Ports ports = new Ports();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() {
        client.close();
        ports.close();
    }

    private interface Encoder {
        byte[] encode(byte[] plain) throws IOException;
    }

    private interface Encoding {
        OutputStream over(OutputStream out) throws IOException;
    }

    private static Encoder stream(Encoding encoding) {
        return plain -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (OutputStream out = encoding.over(bytes)) {
                out.write(plain);
            }
            return bytes.toByteArray();
        };
    }

    /// By the value of the header.
    private static final Map<String, List<Encoder>> ENCODERS = new TreeMap<>(Map.of(
            "gzip", List.of(stream(GZIPOutputStream::new)),
            "zstd", List.of(Zstd::compress),
            "deflate",
                    List.of(
                            stream(DeflaterOutputStream::new),
                            stream(out -> new DeflaterOutputStream(out, new Deflater(9, true)))),
            "zlib", List.of(stream(DeflaterOutputStream::new)),
            "snappy",
                    List.of(
                            Snappy::compress,
                            stream(SnappyFramedOutputStream::new),
                            stream(FramedSnappyCompressorOutputStream::new)),
            "x-snappy-framed", List.of(stream(SnappyFramedOutputStream::new)),
            "lz4", List.of(stream(FramedLZ4CompressorOutputStream::new)),
            "identity", List.of(plain -> plain)));

    /// Compressible and not, shorter and longer than the blocks of any coding.
    private static List<byte[]> bodies() {
        Random random = new Random(Long.getLong("rubato.seed", 1));
        byte[] noise = new byte[200_000];
        random.nextBytes(noise);
        byte[] mixed = new byte[1 << 20];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = (byte) (i % 70_000 < 20_000 ? random.nextInt() : i / 100);
        }
        return List.of(utf8("x"), utf8("abcabcabcabc".repeat(40)), noise, mixed, new byte[3 << 20]);
    }

    @Test
    void everyCodingArrivesWhole() throws Exception {
        for (byte[] body : bodies()) {
            for (Map.Entry<String, List<Encoder>> coding : ENCODERS.entrySet()) {
                for (Encoder encoder : coding.getValue()) {
                    assertArrives(body, encoder.encode(body), coding.getKey());
                }
            }
        }
        assertThat(ports.intake.budget().used()).isZero();
    }

    private void assertArrives(byte[] plain, byte[] encoded, String... codings) throws Exception {
        ports.store.requests.clear();
        HttpResponse<byte[]> answer = post(PROTOBUF, encoded, codings);
        assertThat(answer.statusCode())
                .as("%s: %s", Arrays.toString(codings), utf8(answer.body()))
                .isEqualTo(200);
        assertThat(ports.store.requests.getFirst().plain())
                .as(Arrays.toString(codings))
                .isEqualTo(plain);
    }

    @Test
    void namesHaveNoCase() throws Exception {
        byte[] plain = utf8("spans");
        byte[] gzip = encode("gzip", plain);
        for (String name : List.of("GZIP", "Gzip", "X-GZIP", "x-gzip", " gzip ", "identity, gzip", ",gzip,")) {
            assertArrives(plain, gzip, name);
        }
        assertArrives(plain, encode("zstd", plain), "ZSTD");
        assertArrives(plain, encode("lz4", plain), "Lz4");
        for (String name : List.of("Identity", "IDENTITY", "", "identity, identity")) {
            assertArrives(plain, plain, name);
        }
    }

    @Test
    void listsAreDecodedFromTheLast() throws Exception {
        byte[] plain = utf8("spans ".repeat(1_000));
        assertArrives(plain, encode("gzip", encode("zstd", plain)), "zstd, gzip");
        assertArrives(plain, encode("gzip", encode("zstd", plain)), "zstd", "gzip");
        assertArrives(plain, encode("snappy", encode("deflate", encode("gzip", plain))), "gzip,deflate,snappy");
        byte[] four = plain;
        for (int i = 0; i < 4; i++) {
            four = encode("gzip", four);
        }
        assertThat(post(PROTOBUF, four, "gzip,gzip,gzip,gzip").statusCode()).isEqualTo(415);
        assertThat(post(PROTOBUF, four, "gzip, br").statusCode()).isEqualTo(415);
    }

    @Test
    void jsonIsDecodedToo() throws Exception {
        byte[] json = utf8("{\"resourceSpans\":[{}]}");
        for (String coding : ENCODERS.keySet()) {
            assertThat(post("application/json", encode(coding, json), coding).statusCode())
                    .as(coding)
                    .isEqualTo(200);
        }
    }

    @Test
    void bombsAre413() throws Exception {
        byte[] blanks = new byte[Ports.MAX_JSON + 1];
        for (String coding : List.of("deflate", "zlib", "snappy", "x-snappy-framed", "lz4")) {
            for (Encoder encoder : encoders(coding)) {
                HttpResponse<byte[]> answer = post(PROTOBUF, encoder.encode(blanks), coding);
                assertThat(answer.statusCode()).as(coding).isEqualTo(413);
                assertThat(utf8(answer.body()))
                        .contains("over the limit of " + Ports.MAX_JSON + " bytes once it is decompressed");
            }
        }
        // The outer coding alone would pass.
        assertThat(post(PROTOBUF, encode("gzip", encode("zstd", blanks)), "zstd, gzip")
                        .statusCode())
                .isEqualTo(413);
        assertThat(ports.store.requests).isEmpty();
    }

    @Test
    void damagedBodiesAre400() throws Exception {
        Random random = new Random(Long.getLong("rubato.seed", 1));
        byte[] plain = bodies().get(1);
        for (String coding : List.of("deflate", "snappy", "x-snappy-framed", "lz4")) {
            assertThat(post(PROTOBUF, new byte[] {-1, 1, 2, 3, 4, 5, 6, 7}, coding)
                            .statusCode())
                    .as(coding)
                    .isEqualTo(400);
            for (Encoder encoder : encoders(coding)) {
                byte[] good = encoder.encode(plain);
                assertThat(post(PROTOBUF, Arrays.copyOf(good, good.length / 2), coding)
                                .statusCode())
                        .as("%s cut", coding)
                        .isEqualTo(400);
                for (int i = 0; i < 20; i++) {
                    byte[] damaged = good.clone();
                    damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
                    assertThat(post(PROTOBUF, damaged, coding).statusCode())
                            .as(coding)
                            .isIn(200, 400, 413);
                }
            }
        }
        assertThat(ports.intake.budget().used()).isZero();
    }

    @Test
    void everyCodingArrivesOverGrpc() throws Exception {
        for (Map.Entry<String, List<Encoder>> coding : ENCODERS.entrySet()) {
            for (Encoder encoder : coding.getValue()) {
                for (byte[] body : List.of(bodies().get(1), bodies().get(3))) {
                    ports.store.requests.clear();
                    call(coding.getKey(), encoder, body);
                    assertThat(ports.store.requests.getFirst().plain())
                            .as(coding.getKey())
                            .isEqualTo(body);
                }
            }
        }
        StatusRuntimeException bomb = Assertions.catchThrowableOfType(
                StatusRuntimeException.class,
                () -> call("snappy", stream(SnappyFramedOutputStream::new), new byte[Ports.MAX_JSON + 1]));
        assertThat(bomb).hasMessageContaining("RESOURCE_EXHAUSTED");
        assertThat(ports.intake.budget().used()).isZero();
    }

    private void call(String name, Encoder encoder, byte[] body) throws Exception {
        CompressorRegistry codecs = CompressorRegistry.newEmptyInstance();
        codecs.register(new Compressor() {
            @Override
            public String getMessageEncoding() {
                return name;
            }

            @Override
            public OutputStream compress(OutputStream target) {
                ByteArrayOutputStream plain = new ByteArrayOutputStream();
                return new FilterOutputStream(plain) {
                    @Override
                    public void close() throws IOException {
                        target.write(encoder.encode(plain.toByteArray()));
                        target.close();
                    }
                };
            }
        });
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", ports.grpcPort())
                .usePlaintext()
                .compressorRegistry(codecs)
                .build();
        try {
            byte[] answer =
                    ClientCalls.blockingUnaryCall(channel, method(), CallOptions.DEFAULT.withCompression(name), body);
            assertThat(answer).isEmpty();
        } finally {
            channel.shutdownNow().awaitTermination(Deadline.SECONDS, TimeUnit.SECONDS);
        }
    }

    private static MethodDescriptor<byte[], byte[]> method() {
        MethodDescriptor.Marshaller<byte[]> bytes = new MethodDescriptor.Marshaller<>() {
            @Override
            public InputStream stream(byte[] value) {
                return new ByteArrayInputStream(value);
            }

            @Override
            public byte[] parse(InputStream stream) {
                try {
                    return stream.readAllBytes();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        return MethodDescriptor.newBuilder(bytes, bytes)
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(GrpcTraceService.PATH.substring(1))
                .build();
    }

    private static List<Encoder> encoders(String coding) {
        return Objects.requireNonNull(ENCODERS.get(coding));
    }

    private static byte[] encode(String coding, byte[] plain) throws IOException {
        return encoders(coding).getFirst().encode(plain);
    }

    private HttpResponse<byte[]> post(String type, byte[] body, String... codings) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(ports.httpUrl("/v1/traces")))
                .header("content-type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        for (String coding : codings) {
            request.header("content-encoding", coding);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String utf8(byte[] text) {
        return new String(text, StandardCharsets.UTF_8);
    }
}
