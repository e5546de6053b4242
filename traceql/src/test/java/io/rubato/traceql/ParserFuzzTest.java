package io.rubato.traceql;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Any text is parsed or refused with a [TraceQlException]; what is parsed prints and parses back. With JAZZER_FUZZ=1
/// it
/// searches for ten minutes instead of replaying what it once found.
class ParserFuzzTest {
    @FuzzTest(maxDuration = "10m")
    void parse(byte[] data) {
        String text = new String(data, UTF_8);
        TraceQl.lenientFilter(text);
        TraceQl.complete(text, text.length() / 2);
        TraceQl.complete(text, text.length());
        try {
            TraceQl.parseField(text);
        } catch (TraceQlException e) {
            check(e);
        }
        Query query;
        try {
            query = TraceQl.parse(text);
        } catch (TraceQlException e) {
            check(e);
            return;
        }
        String printed = query.toString();
        // Parentheses and escapes make the text longer, which may take it over a limit.
        if (printed.length() < 1_000 && !TraceQl.parse(printed).equals(query)) {
            throw new AssertionError(text + " prints " + printed);
        }
    }

    private static void check(TraceQlException e) {
        if (e.getMessage().isBlank() || e.getMessage().indexOf('\n') >= 0) {
            throw new AssertionError("message: " + e.getMessage());
        }
    }
}
