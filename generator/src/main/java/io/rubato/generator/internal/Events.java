package io.rubato.generator.internal;

/// Events on spans: `Span.Event{time_unix_nano=1, name=2, attributes=3}` in field 11 of the span.
final class Events {
    static final int FIELD = 11;
    private static final Key TYPE = new Key("exception.type");
    private static final Key MESSAGE = new Key("exception.message");
    private static final Key STACK_TRACE = new Key("exception.stacktrace");
    private static final Key ESCAPED = new Key("exception.escaped");
    private static final Key TOKENS = new Key("gen_ai.usage.output_tokens");
    private static final Key LEVEL = new Key("level");
    private static final Key TARGET = new Key("target");
    private static final byte[] EXCEPTION = Utf8.bytes("exception");
    private static final byte[] INFO = Utf8.bytes("INFO");
    private static final int TOKENS_PER_EVENT = 256;

    private Events() {}

    /// A log record inside the span, at a share of its duration.
    static Field log(String message, String target, double at) {
        Template template = Template.of(message);
        byte[] targetBytes = Utf8.bytes(target);
        return (out, visit) -> {
            ProtoBuffer scratch = visit.trace.scratch;
            scratch.truncate(0);
            template.append(scratch, visit.trace);
            int mark = out.open(FIELD);
            out.fixed64Field(1, at(visit, at));
            out.bytesField(2, scratch);
            LEVEL.text(out, Key.OF_EVENT, INFO);
            TARGET.text(out, Key.OF_EVENT, targetBytes);
            out.close(mark);
        };
    }

    /// An event without attributes.
    static Field plain(String name, double at) {
        byte[] nameBytes = Utf8.bytes(name);
        return (out, visit) -> {
            int mark = out.open(FIELD);
            out.fixed64Field(1, at(visit, at));
            out.bytesField(2, nameBytes);
            out.close(mark);
        };
    }

    /// The first token, and one event for every 256 tokens streamed after it.
    static Field tokenStream() {
        byte[] first = Utf8.bytes("gen_ai.first_token");
        byte[] chunk = Utf8.bytes("gen_ai.tokens");
        return (out, visit) -> {
            int total = visit.trace.completionTokens;
            for (int sent = 1; sent <= total; sent += TOKENS_PER_EVENT) {
                int mark = out.open(FIELD);
                out.fixed64Field(1, at(visit, 0.02 + 0.95 * sent / total));
                out.bytesField(2, sent == 1 ? first : chunk);
                TOKENS.integer(out, Key.OF_EVENT, sent);
                out.close(mark);
            }
        };
    }

    static void exception(ProtoBuffer out, Visit visit, StackTraces.Thrown thrown) {
        ProtoBuffer scratch = visit.trace.scratch;
        int mark = out.open(FIELD);
        out.fixed64Field(1, visit.end - (visit.end - visit.start) / 64);
        out.bytesField(2, EXCEPTION);
        TYPE.text(out, Key.OF_EVENT, thrown.type());
        scratch.truncate(0);
        thrown.message().append(scratch, visit.trace);
        MESSAGE.text(out, Key.OF_EVENT, scratch);
        int message = scratch.size();
        byte[] said = scratch.toBytes();
        scratch.truncate(0);
        scratch.raw(thrown.type());
        scratch.rawByte(':');
        scratch.rawByte(' ');
        if (message > 0) {
            scratch.raw(said);
        }
        scratch.raw(thrown.frames());
        STACK_TRACE.text(out, Key.OF_EVENT, scratch);
        ESCAPED.flag(out, Key.OF_EVENT, !visit.origin);
        out.close(mark);
    }

    private static long at(Visit visit, double share) {
        return visit.start + (long) ((visit.end - visit.start) * share);
    }
}
