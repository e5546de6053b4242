package io.rubato.server.internal.receive;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.rubato.server.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A client on a bare socket that sends the frames it is told to, and nothing else: it may stop half-way, or not read.
final class RawGrpcClient implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    private static final Http2Headers NONE = new DefaultHttp2Headers();
    private static final int ACK = 1;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int FRAME = 16_384;

    @SuppressWarnings("ArrayRecordComponent")
    record Frame(int type, int flags, int stream, byte[] payload, Http2Headers headers) {
        boolean endsStream() {
            return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
        }

        int code() {
            return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
        }
    }

    /// All of a stream's headers together, and its body.
    @SuppressWarnings("ArrayRecordComponent")
    record Answer(Http2Headers headers, byte[] body) {
        String header(String name) {
            CharSequence value = headers.get(name);
            return value == null ? "" : value.toString();
        }
    }

    final Socket socket;
    private final DataInputStream in;
    private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
    private final Map<Integer, List<Frame>> said = new HashMap<>();
    private int next = 1;

    /// @param settings pairs of a setting's number and its value
    RawGrpcClient(int port, int... settings) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(Deadline.MILLIS);
        in = new DataInputStream(socket.getInputStream());
        socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        ByteBuffer payload = ByteBuffer.allocate(settings.length * 3);
        for (int i = 0; i < settings.length; i += 2) {
            payload.putShort((short) settings[i]).putInt(settings[i + 1]);
        }
        frame(SETTINGS, 0, 0, payload.array());
    }

    void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.putShort((short) (payload.length >> 8)).put((byte) payload.length);
        frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
        socket.getOutputStream().write(frame.array());
    }

    /// Begins a call.
    ///
    /// @param more names and values of headers
    /// @return its stream
    int begin(String path, String... more) throws IOException {
        Http2Headers headers = new DefaultHttp2Headers()
                .method("POST")
                .scheme("http")
                .path(path)
                .authority("localhost")
                .add("te", "trailers");
        if (!List.of(more).contains("content-type")) {
            headers.add("content-type", "application/grpc");
        }
        for (int i = 0; i < more.length; i += 2) {
            headers.add(more[i], more[i + 1]);
        }
        int stream = next;
        next += 2;
        headers(stream, headers);
        return stream;
    }

    private void headers(int stream, Http2Headers headers) throws IOException {
        ByteBuf encoded = Unpooled.buffer();
        try {
            encoder.encodeHeaders(stream, headers, encoded);
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
        int type = HEADERS;
        while (encoded.isReadable()) {
            byte[] part = new byte[Math.min(FRAME, encoded.readableBytes())];
            encoded.readBytes(part);
            frame(type, encoded.isReadable() ? 0 : END_HEADERS, stream, part);
            type = CONTINUATION;
        }
    }

    void data(int stream, byte[] bytes, boolean last) throws IOException {
        int from = 0;
        do {
            int size = Math.min(FRAME, bytes.length - from);
            byte[] part = ByteBufUtil.getBytes(Unpooled.wrappedBuffer(bytes, from, size));
            from += size;
            frame(DATA, last && from == bytes.length ? END_STREAM : 0, stream, part);
        } while (from < bytes.length);
    }

    /// A whole call.
    int call(String path, byte[] message) throws IOException {
        int stream = begin(path);
        data(stream, message(0, message), true);
        return stream;
    }

    static byte[] message(int flag, byte[] message) {
        return ByteBuffer.allocate(5 + message.length)
                .put((byte) flag)
                .putInt(message.length)
                .put(message)
                .array();
    }

    Frame next() throws IOException {
        int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = new byte[length];
        in.readFully(payload);
        if (type == SETTINGS && flags == 0) {
            frame(SETTINGS, ACK, 0, new byte[0]);
        }
        return new Frame(type, flags, stream, payload, type == HEADERS ? decode(stream, payload) : NONE);
    }

    /// Headers must be decoded in the order in which they come.
    private Http2Headers decode(int stream, byte[] payload) throws IOException {
        try {
            return decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(payload));
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
    }

    /// The next frame of a type; those before it are gone.
    Frame next(int type) throws IOException {
        Frame frame = next();
        while (frame.type != type) {
            frame = next();
        }
        return frame;
    }

    /// What a stream says until it ends; what others say meanwhile is kept for when they are asked.
    Answer answer(int stream) throws IOException {
        List<Frame> frames = said.computeIfAbsent(stream, unheard -> new ArrayList<>());
        while (frames.isEmpty() || !frames.getLast().endsStream()) {
            Frame frame = next();
            said.computeIfAbsent(frame.stream, unheard -> new ArrayList<>()).add(frame);
            if (frame.type == RST_STREAM && frame.stream == stream) {
                throw new IOException("stream reset, code " + frame.code());
            }
        }
        Http2Headers headers = new DefaultHttp2Headers(false);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Frame frame : frames) {
            headers.add(frame.headers);
            if (frame.type == DATA) {
                body.writeBytes(frame.payload);
            }
        }
        return new Answer(headers, body.toByteArray());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
