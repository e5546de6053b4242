package io.rubato.server.internal.coding;

import io.rubato.server.internal.http.Body;
import io.rubato.server.internal.http.BodyException;
import io.rubato.storage.Compression;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The codings of a body in the order in which they were applied, without `identity`. Immutable.
///
/// @param list at most [#MOST]
public record ContentCodings(List<ContentCoding> list) {
    public static final ContentCodings NONE = new ContentCodings(List.of());

    /// Nobody compresses a body more often, except to use up memory and time.
    private static final int MOST = 3;

    /// The codings of the values of a `Content-Encoding` or `grpc-encoding` header.
    /// Source: <https://www.rfc-editor.org/rfc/rfc9110#section-8.4>
    ///
    /// @return nothing when one is not supported, or there are too many
    public static Optional<ContentCodings> of(List<String> header) {
        List<ContentCoding> list = new ArrayList<>();
        for (String value : header) {
            for (String name : value.split(",", -1)) {
                Optional<ContentCoding> coding =
                        name.isBlank() ? Optional.of(ContentCoding.IDENTITY) : ContentCoding.of(name.strip());
                if (coding.isEmpty()) {
                    return Optional.empty();
                }
                coding.filter(each -> each != ContentCoding.IDENTITY).ifPresent(list::add);
            }
        }
        return list.size() > MOST ? Optional.empty() : Optional.of(new ContentCodings(List.copyOf(list)));
    }

    /// What the store calls them; nothing if it cannot read a body with these.
    public Optional<Compression> compression() {
        return switch (list.size()) {
            case 0 -> Optional.of(Compression.NONE);
            case 1 -> list.getFirst().compression();
            default -> Optional.empty();
        };
    }

    /// Decodes a body.
    ///
    /// @param limit bytes that the result, and what lies between two codings, may have
    /// @throws BodyException when the body is not what the codings say, or exceeds the limit
    public byte[] decode(Body body, int limit) {
        byte[] bytes = body.bytes();
        int length = body.length();
        if (list.isEmpty()) {
            return Arrays.copyOf(bytes, length);
        }
        for (ContentCoding coding : list.reversed()) {
            bytes = decode(coding, bytes, length, limit);
            length = bytes.length;
        }
        return bytes;
    }

    private static byte[] decode(ContentCoding coding, byte[] bytes, int length, int limit) {
        try (InputStream in = coding.decode(new ByteArrayInputStream(bytes, 0, length))) {
            byte[] decoded = in.readNBytes(limit);
            if (decoded.length == limit && in.read() >= 0) {
                throw BodyException.tooLargeDecompressed(limit);
            }
            return decoded;
        } catch (BodyException tooLarge) {
            throw tooLarge;
        } catch (IOException | RuntimeException broken) {
            throw BodyException.malformed("body is not " + coding + ": " + broken.getMessage());
        }
    }

    @Override
    public String toString() {
        return list.stream().map(ContentCoding::toString).collect(Collectors.joining(", "));
    }
}
