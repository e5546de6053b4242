package io.rubato.server.internal.api;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import io.rubato.server.internal.otlp.MalformedOtlpException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An answer that is written from what a query holds already, and may be much larger than that: traces as JSON. A small
/// one is built in memory; a large one is sent while it is written, no faster than the client reads, by a virtual
/// thread
/// that nobody waits for.
public final class LargeAnswer {
    private static final Logger log = LoggerFactory.getLogger(LargeAnswer.class);
    private static final long SMALL = 1 << 20;
    private static final int PIECE = 64 << 10;

    private LargeAnswer() {}

    /// Writes an answer.
    @FunctionalInterface
    public interface Writing {
        void to(OutputStream out) throws IOException, MalformedOtlpException;
    }

    /// In JSON.
    ///
    /// @param bytes of what it is written from
    public static HttpResponse json(long bytes, Writing writing) throws IOException, MalformedOtlpException {
        if (bytes <= SMALL) {
            AnswerBytes small = new AnswerBytes();
            writing.to(small);
            return Answers.json(small.take());
        }
        HttpResponseWriter response = HttpResponse.streaming();
        boolean _ = response.tryWrite(ResponseHeaders.of(HttpStatus.OK, HttpHeaderNames.CONTENT_TYPE, MediaType.JSON));
        Thread.ofVirtual().name("rubato-answer").start(() -> send(response, writing));
        return response;
    }

    private static void send(HttpResponseWriter response, Writing writing) {
        try (Pieces out = new Pieces(response)) {
            writing.to(out);
            out.send();
            response.close();
        } catch (GoneException e) {
            response.abort();
        } catch (Throwable e) {
            // The client sees that the answer ends early.
            response.close(e);
            log.error("an answer could not be written: {}", e.getClass().getName());
        }
    }

    /// The client does not read any more.
    private static final class GoneException extends IOException {
        private static final long serialVersionUID = 1;
    }

    /// Sends pieces, the next one when the one before was taken.
    private static final class Pieces extends OutputStream {
        private final HttpResponseWriter response;
        private final byte[] piece = new byte[PIECE];
        private int used;

        Pieces(HttpResponseWriter response) {
            this.response = response;
        }

        @Override
        public void write(int b) throws IOException {
            if (used == PIECE) {
                send();
            }
            piece[used++] = (byte) b;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int at = offset;
            int end = offset + length;
            while (at < end) {
                if (used == PIECE) {
                    send();
                }
                int some = Math.min(end - at, PIECE - used);
                System.arraycopy(bytes, at, piece, used, some);
                used += some;
                at += some;
            }
        }

        void send() throws IOException {
            if (!response.tryWrite(HttpData.wrap(Arrays.copyOf(piece, used)))) {
                throw new GoneException();
            }
            used = 0;
            try {
                response.whenConsumed().join();
            } catch (CompletionException e) {
                throw new GoneException();
            }
        }
    }
}
