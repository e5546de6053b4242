package io.rubato.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.rubato.generator.GeneratorOptions;
import io.rubato.generator.TraceGenerator;
import io.rubato.generator.TraceSample;
import io.rubato.generator.span.GeneratedSpan;
import io.rubato.generator.span.OtlpReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LoadCommandTest {
    private static final int SPANS = 5_000;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int bench(String... args) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return line.execute(args);
    }

    private static Server grpc(Queue<GeneratedSpan> received, byte[] answer, Status refusal) throws Exception {
        ServerServiceDefinition service = ServerServiceDefinition.builder(
                        "opentelemetry.proto.collector.trace.v1.TraceService")
                .addMethod(GrpcSender.EXPORT, ServerCalls.asyncUnaryCall((body, response) -> {
                    if (!refusal.isOk()) {
                        response.onError(refusal.asRuntimeException());
                        return;
                    }
                    received.addAll(OtlpReader.read(body));
                    response.onNext(answer);
                    response.onCompleted();
                }))
                .build();
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(service)
                .build()
                .start();
    }

    private static long generated() {
        TraceGenerator generator = new TraceGenerator(5, GeneratorOptions.of(SPANS));
        generator.forEachRemaining(batch -> {});
        return generator.truth().spans();
    }

    @Test
    void sendsEverySpanOnceOverGrpc(@TempDir Path dir) throws Exception {
        Queue<GeneratedSpan> received = new ConcurrentLinkedQueue<>();
        Server server = grpc(received, new byte[0], Status.OK);
        Path table = dir.resolve("table.md");
        Path truth = dir.resolve("truth.tsv");
        try {
            int exit = bench(
                    "load",
                    "--endpoint=127.0.0.1:" + server.getPort(),
                    "--spans=" + SPANS,
                    "--seed=5",
                    "--pid=" + ProcessHandle.current().pid(),
                    "--data=" + dir,
                    "--label=first",
                    "--table=" + table,
                    "--truth=" + truth);
            assertThat(exit).as(err.toString()).isZero();
        } finally {
            server.shutdownNow();
        }
        assertThat(received).hasSize((int) generated());
        assertThat(received.stream().map(GeneratedSpan::spanId).distinct()).hasSize(received.size());
        assertThat(Files.readString(table))
                .contains("| first: ingest |", "| first: server CPU |", "µs/span", "B/span", "`bench load --endpoint=")
                .contains("--pid=PID")
                .doesNotContain("--table=");
        List<TraceSample> samples = TruthFile.read(truth);
        assertThat(samples).hasSizeGreaterThan(200);
        assertThat(received)
                .anyMatch(span -> span.traceId().equals(samples.getLast().traceId()));
        assertThat(err.toString()).contains("spans/s");
    }

    @Test
    void compressesOverGrpc() throws Exception {
        Queue<GeneratedSpan> received = new ConcurrentLinkedQueue<>();
        Server server = grpc(received, new byte[0], Status.OK);
        try {
            String endpoint = "--endpoint=127.0.0.1:" + server.getPort();
            assertThat(bench("load", endpoint, "--spans=" + SPANS, "--seed=5", "--gzip"))
                    .isZero();
        } finally {
            server.shutdownNow();
        }
        assertThat(received).hasSize((int) generated());
    }

    @Test
    void countsRejectedSpansAndRefusedRequests() throws Exception {
        byte[] twoRejected = HexFormat.of().parseHex("0a0708021203626164");
        Server partial = grpc(new ConcurrentLinkedQueue<>(), twoRejected, Status.OK);
        Server refusing = grpc(
                new ConcurrentLinkedQueue<>(), new byte[0], Status.RESOURCE_EXHAUSTED.withDescription("slow down"));
        try {
            assertThat(bench("load", "--endpoint=127.0.0.1:" + partial.getPort(), "--spans=500"))
                    .isEqualTo(1);
            assertThat(err.toString()).contains("answers said: bad");
            assertThat(bench("load", "--endpoint=127.0.0.1:" + refusing.getPort(), "--spans=500"))
                    .isEqualTo(1);
            assertThat(err.toString()).contains("requests failed: RESOURCE_EXHAUSTED: slow down");
        } finally {
            partial.shutdownNow();
            refusing.shutdownNow();
        }
    }

    @Test
    void sendsEverySpanOnceOverHttp() throws Exception {
        try (FakeServer server = new FakeServer()) {
            String endpoint = "--endpoint=" + server.base() + "/v1/traces";
            assertThat(bench("load", "--protocol=http", endpoint, "--spans=" + SPANS, "--seed=5", "--gzip"))
                    .as(err.toString())
                    .isZero();
            assertThat(server.spans).hasSize((int) generated());
            assertThat(server.compressed).hasValue(server.requests.get());
            server.status = 429;
            assertThat(bench("load", "--protocol=http", endpoint, "--spans=500"))
                    .isEqualTo(1);
            assertThat(err.toString()).contains("requests failed: HTTP 429");
        }
    }

    @Test
    void holdsTheRate() throws Exception {
        try (FakeServer server = new FakeServer()) {
            long start = System.nanoTime();
            String endpoint = "--endpoint=" + server.base() + "/v1/traces";
            assertThat(bench(
                            "load",
                            "--protocol=http",
                            endpoint,
                            "--spans=2000",
                            "--rate=4000",
                            "--llm=0",
                            "--pace=real"))
                    .isZero();
            assertThat(System.nanoTime() - start).isGreaterThan(300_000_000L);
        }
    }
}
