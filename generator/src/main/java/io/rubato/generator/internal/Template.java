package io.rubato.generator.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A text with holes: `${product}` is a [Part] of the trace, `${#500}` a number below 500, small ones
/// more often than large ones.
final class Template {
    private record Piece(Literal literal, @Nullable Part part, int bound) {}

    private static final class Literal {
        private final byte[] bytes;

        Literal(String text) {
            bytes = text.getBytes(StandardCharsets.UTF_8);
        }
    }

    private final List<Piece> pieces;

    private Template(List<Piece> pieces) {
        this.pieces = pieces;
    }

    static Template of(String text) {
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int hole = text.indexOf("${", at);
            if (hole < 0) {
                pieces.add(new Piece(new Literal(text.substring(at)), null, 0));
                break;
            }
            int end = text.indexOf('}', hole);
            Literal before = new Literal(text.substring(at, hole));
            String name = text.substring(hole + 2, end);
            if (name.startsWith("#")) {
                pieces.add(new Piece(before, null, Integer.parseInt(name.substring(1))));
            } else {
                pieces.add(new Piece(before, Part.valueOf(name.toUpperCase(Locale.ROOT)), 0));
            }
            at = end + 1;
        }
        return new Template(List.copyOf(pieces));
    }

    void append(ProtoBuffer out, Trace trace) {
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            out.raw(piece.literal.bytes);
            Part part = piece.part;
            if (part != null) {
                out.raw(trace.part(part));
            } else if (piece.bound > 0) {
                out.asciiNumber(trace.dice.skewed(piece.bound), 1);
            }
        }
    }
}
