package io.rubato.tracing.channel;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.rubato.tracing.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/// HTTP as it goes over the wire, for what a proper client would not send.
public final class RawHttp {
    private RawHttp() {}

    /// Sends a request with these header lines and reads the whole answer.
    public static String exchange(int port, String requestLine, List<String> headerLines, String body)
            throws IOException {
        List<String> lines = new ArrayList<>(List.of(requestLine + " HTTP/1.1", "Host: 127.0.0.1:" + port));
        lines.addAll(headerLines);
        lines.add("Content-Length: " + body.length());
        lines.add("Connection: close");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(Deadline.MILLIS);
            socket.getOutputStream().write((String.join("\r\n", lines) + "\r\n\r\n" + body).getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
