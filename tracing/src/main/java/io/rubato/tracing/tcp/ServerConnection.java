package io.rubato.tracing.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.rubato.tracing.internal.channel.Failure;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One peer of a server: a thread that reads requests, and one that writes the answers in the order of the requests.
final class ServerConnection {
    private static final byte[] TAKEN = new byte[0];
    private static final int MAX_ERROR_CHARS = 2_000;

    /// How much of what a peer still sends is thrown away, and for how long, before it is cut off: without that, it
    /// would be reset before it could read why.
    private static final long DRAIN_BYTES = 64L << 20;

    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Socket socket;
    private final TcpServer.Settings settings;
    private final Consumer<ServerConnection> gone;
    private final BlockingQueue<Answer> answers;
    private final TimedInput timed;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicInteger threadsLeft = new AtomicInteger(2);
    private volatile boolean finishing;

    /// @param bytes null after the last
    private record Answer(@Nullable CompletableFuture<byte[]> bytes) {
        static final Answer END = new Answer(null);
    }

    ServerConnection(Socket socket, TcpServer.Settings settings, Consumer<ServerConnection> gone) throws IOException {
        this.socket = socket;
        this.settings = settings;
        this.gone = gone;
        this.answers = new LinkedBlockingQueue<>(settings.maxPipelined());
        this.timed = new TimedInput(socket);
        socket.setTcpNoDelay(true);
    }

    /// If there are not threads enough, ends by itself and throws what the factory threw.
    void start(ThreadFactory threads) {
        int missing = 2;
        try {
            threads.newThread(this::write).start();
            missing = 1;
            threads.newThread(this::read).start();
            missing = 0;
        } finally {
            if (missing > 0) {
                answers.add(Answer.END);
                close();
            }
            for (int i = 0; i < missing; i++) {
                leave();
            }
        }
    }

    /// Reads no more; the answers to what was read still go out.
    void finish() {
        finishing = true;
        try {
            socket.shutdownInput();
        } catch (IOException e) {
            close();
        }
    }

    void awaitEnd(long nanos) {
        try {
            if (!ended.await(nanos, TimeUnit.NANOSECONDS)) {
                close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            settings.warnings().warn("cannot close a connection: " + e.getMessage());
        }
    }

    private void read() {
        DataInputStream in = new DataInputStream(new BufferedInputStream(timed, 1 << 16));
        try {
            try {
                readFrames(in);
                answers.put(Answer.END);
            } catch (TcpException e) {
                fail(settings.tracing().start("", Map.of(), 0, socket), e.fault(), e);
                answers.put(new Answer(CompletableFuture.completedFuture(refusal(e.fault(), "", e))));
                answers.put(Answer.END);
                drain(in);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answers.clear();
            answers.add(Answer.END);
            close();
        } finally {
            leave();
        }
    }

    private void readFrames(DataInputStream in) throws TcpException, InterruptedException {
        boolean inside = false;
        try {
            while (true) {
                timed.limit(settings.idleNanos());
                inside = false;
                int first = in.read();
                if (first < 0) {
                    return;
                }
                inside = true;
                timed.limit(settings.frameNanos());
                take(RequestFrame.read(first, in, settings.maxMessage()));
            }
        } catch (TcpException e) {
            throw e;
        } catch (SocketTimeoutException e) {
            if (inside) {
                throw new TcpException(TcpFault.TIMEOUT, "the rest of the frame did not come", e);
            }
        } catch (IOException e) {
            if (inside && !finishing) {
                settings.tally().count(TcpFault.CONNECTION_LOST);
                settings.warnings().warn("peer " + socket.getInetAddress() + " went away inside of a frame");
            }
        }
    }

    private void take(RequestFrame frame) throws InterruptedException {
        Map<String, String> headers;
        try {
            headers = frame.headers().length == 0
                    ? Map.of()
                    : HeaderJson.decode(UTF_8.newDecoder()
                            .decode(ByteBuffer.wrap(frame.headers()))
                            .toString());
        } catch (IOException e) {
            Context context = settings.tracing().start(frame.path(), Map.of(), frame.payload().length, socket);
            byte[] answer = refusal(TcpFault.MALFORMED_HEADERS, frame.path(), e);
            fail(context, TcpFault.MALFORMED_HEADERS, e);
            answers.put(new Answer(CompletableFuture.completedFuture(answer)));
            return;
        }
        Context context = settings.tracing().start(frame.path(), headers, frame.payload().length, socket);
        TcpRequest request = new TcpRequest(frame.path(), headers, frame.payload(), context);
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        answers.put(new Answer(answer));
        try {
            settings.workers().execute(context.wrap(() -> handle(request, answer)));
        } catch (RejectedExecutionException e) {
            fail(context, TcpFault.BUSY, e);
            answer.complete(refusal(TcpFault.BUSY, frame.path(), new IOException("all workers are taken", e)));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void handle(TcpRequest request, CompletableFuture<byte[]> answer) {
        Span span = Span.fromContext(request.context());
        try {
            settings.handler().handle(request).whenComplete((done, thrown) -> {
                if (thrown != null) {
                    settings.tally().failed.incrementAndGet();
                    Failure.record(span, thrown);
                }
                span.end();
            });
            settings.tally().acknowledged.incrementAndGet();
            answer.complete(TAKEN);
        } catch (Throwable e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            fail(request.context(), TcpFault.REFUSED, e);
            answer.complete(refusal(TcpFault.REFUSED, request.path(), e));
        }
    }

    private static void fail(Context context, TcpFault fault, Throwable cause) {
        Span span = Span.fromContext(context);
        Failure.record(span, fault.word(), cause);
        span.end();
    }

    /// Counts and reports a request that is not taken, and says it in one line.
    private byte[] refusal(TcpFault fault, String path, Throwable cause) {
        settings.tally().count(fault);
        String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        String line = (fault.word() + ": " + reason).replaceAll("\\p{Cntrl}", " ");
        line = line.length() > MAX_ERROR_CHARS ? line.substring(0, MAX_ERROR_CHARS) : line;
        settings.warnings()
                .warn("refused a request from " + socket.getInetAddress()
                        + (path.isEmpty() ? "" : " to " + path.replaceAll("\\p{Cntrl}", "?")) + ": " + line);
        return line.getBytes(UTF_8);
    }

    private void drain(DataInputStream in) {
        timed.limit(DRAIN_NANOS);
        byte[] waste = new byte[1 << 16];
        try {
            long total = 0;
            int count = 0;
            while (count >= 0 && total < DRAIN_BYTES) {
                count = in.read(waste);
                total += count;
            }
        } catch (IOException e) {
            // It has had its time.
        }
    }

    private void write() {
        boolean ended = false;
        try {
            OutputStream out = socket.getOutputStream();
            while (!ended) {
                CompletableFuture<byte[]> answer = answers.take().bytes();
                ended = answer == null;
                if (answer != null) {
                    write(out, answer.get());
                }
            }
            socket.shutdownOutput();
        } catch (IOException e) {
            if (!ended) {
                settings.tally().count(TcpFault.CONNECTION_LOST);
                settings.warnings().warn("peer " + socket.getInetAddress() + " went away before its answer");
            }
            close();
        } catch (InterruptedException | ExecutionException e) {
            settings.warnings().warn("answers stop: " + e);
            close();
        } finally {
            if (!ended) {
                discard();
            }
            leave();
        }
    }

    private static void write(OutputStream out, byte[] answer) throws IOException {
        out.write(ByteBuffer.allocate(4 + answer.length)
                .putInt(answer.length)
                .put(answer)
                .array());
    }

    /// Lets the reader get rid of its answers until it notices that the peer is gone.
    private void discard() {
        try {
            while (answers.take().bytes() != null) {}
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void leave() {
        if (threadsLeft.decrementAndGet() == 0) {
            close();
            gone.accept(this);
            ended.countDown();
        }
    }
}
