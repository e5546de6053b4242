package io.rubato.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// What a server answered to an export request.
///
/// @param rejected spans it did not take
/// @param message why, or a warning; often empty
record Ack(long rejected, String message) {
    static final Ack WHOLE = new Ack(0, "");

    /// Decodes `ExportTraceServiceResponse{partial_success=1{rejected_spans=1, error_message=2}}`;
    /// fields it does not know are skipped.
    ///
    /// @throws IOException if the bytes are not that
    static Ack decode(byte[] response) throws IOException {
        Reader in = new Reader(response, 0, response.length);
        Ack ack = WHOLE;
        while (in.at < in.end) {
            long tag = in.varint();
            if (tag == (1 << 3 | 2)) {
                ack = partialSuccess(in.message());
            } else {
                in.skip((int) tag & 7);
            }
        }
        return ack;
    }

    private static Ack partialSuccess(Reader in) throws IOException {
        long rejected = 0;
        String message = "";
        while (in.at < in.end) {
            long tag = in.varint();
            if (tag == 1 << 3) {
                rejected = in.varint();
            } else if (tag == (2 << 3 | 2)) {
                Reader text = in.message();
                message = new String(text.bytes, text.at, text.end - text.at, StandardCharsets.UTF_8);
            } else {
                in.skip((int) tag & 7);
            }
        }
        return new Ack(rejected, message);
    }

    /// A protobuf message between two positions of an array.
    private static final class Reader {
        private final byte[] bytes;
        private final int end;
        private int at;

        Reader(byte[] bytes, int from, int end) {
            this.bytes = bytes;
            this.at = from;
            this.end = end;
        }

        long varint() throws IOException {
            long value = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                if (at >= end) {
                    throw new IOException("export response ends inside a number, at byte " + at);
                }
                byte next = bytes[at++];
                value |= (next & 0x7FL) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            throw new IOException("export response has a number of more than 10 bytes, before byte " + at);
        }

        Reader message() throws IOException {
            long length = varint();
            if (length < 0 || length > end - at) {
                throw new IOException("export response has a field of " + length + " bytes at byte " + at
                        + ": expected at most " + (end - at));
            }
            Reader inner = new Reader(bytes, at, at + (int) length);
            at += (int) length;
            return inner;
        }

        void skip(int wireType) throws IOException {
            switch (wireType) {
                case 0 -> varint();
                case 1 -> at += 8;
                case 2 -> message();
                case 5 -> at += 4;
                default -> throw new IOException("export response has wire type " + wireType + " before byte " + at);
            }
        }
    }
}
