package io.rubato.generator.internal;

/// The attributes that operations are put together from.
final class Fields {
    private static final Key THREAD_ID = new Key("thread.id");
    private static final Key THREAD_NAME = new Key("thread.name");
    private static final Key STATUS_CODE = new Key("http.response.status_code");
    private static final Key ERROR_TYPE = new Key("error.type");
    private static final Key PEER_ADDRESS = new Key("network.peer.address");
    private static final Key PEER_PORT = new Key("peer.port");
    private static final Key BUSY_NS = new Key("busy_ns");
    private static final Key IDLE_NS = new Key("idle_ns");
    private static final Key PARENT_ID = new Key("parent_id");

    private Fields() {}

    /// A text, constant or with the holes of a [Template].
    static Field text(String key, String value) {
        Key name = new Key(key);
        if (!value.contains("${")) {
            ProtoBuffer constant = new ProtoBuffer(64);
            name.text(constant, Key.OF_SPAN, Utf8.bytes(value));
            return constant(constant.toBytes());
        }
        Template template = Template.of(value);
        return (out, visit) -> {
            ProtoBuffer scratch = visit.trace.scratch;
            scratch.truncate(0);
            template.append(scratch, visit.trace);
            name.text(out, Key.OF_SPAN, scratch);
        };
    }

    static Field integer(String key, long value) {
        ProtoBuffer constant = new ProtoBuffer(64);
        new Key(key).integer(constant, Key.OF_SPAN, value);
        return constant(constant.toBytes());
    }

    private static Field constant(byte[] encoded) {
        return (out, visit) -> out.raw(encoded);
    }

    /// One of the first `count` of `values`, the first ones more often.
    static Field oneOf(String key, String... values) {
        Key name = new Key(key);
        byte[][] encoded = new byte[values.length][];
        for (int i = 0; i < values.length; i++) {
            encoded[i] = Utf8.bytes(values[i]);
        }
        return (out, visit) -> name.text(out, Key.OF_SPAN, encoded[visit.dice.skewed(encoded.length)]);
    }

    /// A whole number from `low`, below `low + range`, small ones more often.
    static Field number(String key, int low, int range) {
        Key name = new Key(key);
        return (out, visit) -> name.integer(out, Key.OF_SPAN, low + visit.dice.skewed(range));
    }

    /// From `low` to `high`, with so many decimals.
    static Field real(String key, int decimals, double low, double high) {
        Key name = new Key(key);
        double scale = Math.pow(10, decimals);
        return (out, visit) -> {
            double value = low + visit.dice.unit() * (high - low);
            name.real(out, Key.OF_SPAN, Math.round(value * scale) / scale);
        };
    }

    /// An amount of money: two decimals.
    static Field money(String key, int most) {
        Key name = new Key(key);
        return (out, visit) -> name.real(out, Key.OF_SPAN, (99 + visit.dice.skewed(most * 100)) / 100.0);
    }

    static Field flag(String key, double chance) {
        Key name = new Key(key);
        return (out, visit) -> name.flag(out, Key.OF_SPAN, visit.dice.chance(chance));
    }

    /// One to three products.
    static Field products(String key) {
        Key name = new Key(key);
        return (out, visit) -> {
            byte[] product = visit.trace.part(Part.PRODUCT);
            byte[][] values = new byte[1 + visit.dice.below(3)][];
            for (int i = 0; i < values.length; i++) {
                values[i] = product.clone();
                values[i][product.length - 1] = (byte) ('0' + (product[product.length - 1] - '0' + i) % 10);
            }
            name.texts(out, Key.OF_SPAN, values);
        };
    }

    static Field texts(String key, String... values) {
        Key name = new Key(key);
        byte[][] encoded = new byte[values.length][];
        for (int i = 0; i < values.length; i++) {
            encoded[i] = Utf8.bytes(values[i]);
        }
        return (out, visit) -> name.texts(out, Key.OF_SPAN, encoded);
    }

    static Field sometimes(double chance, Field field) {
        return (out, visit) -> {
            if (visit.dice.chance(chance)) {
                field.write(out, visit);
            }
        };
    }

    static Field requestId() {
        return text("x_request_id", "${request}");
    }

    static Field userId() {
        return text("user.id", "${user}");
    }

    static Field threadId() {
        return (out, visit) -> THREAD_ID.integer(out, Key.OF_SPAN, visit.thread);
    }

    static Field threadName(String prefix) {
        byte[] start = Utf8.bytes(prefix);
        return (out, visit) -> {
            ProtoBuffer scratch = visit.trace.scratch;
            scratch.truncate(0);
            scratch.raw(start);
            scratch.asciiNumber(visit.thread, 1);
            THREAD_NAME.text(out, Key.OF_SPAN, scratch);
        };
    }

    /// The status the span answered or got, with `error.type` where it is one.
    static Field httpStatus() {
        return (out, visit) -> {
            STATUS_CODE.integer(out, Key.OF_SPAN, visit.status);
            if (visit.status >= 500) {
                ProtoBuffer scratch = visit.trace.scratch;
                scratch.truncate(0);
                scratch.asciiNumber(visit.status, 3);
                ERROR_TYPE.text(out, Key.OF_SPAN, scratch);
            }
        };
    }

    /// An ephemeral port.
    static Field peerPort() {
        return (out, visit) -> PEER_PORT.integer(out, Key.OF_SPAN, 32_768 + visit.dice.below(28_232));
    }

    static Field peerAddress() {
        return (out, visit) -> {
            ProtoBuffer scratch = visit.trace.scratch;
            scratch.truncate(0);
            scratch.raw(POD_NET);
            scratch.asciiNumber(visit.dice.below(40), 1);
            scratch.rawByte('.');
            scratch.asciiNumber(2 + visit.dice.below(12), 1);
            PEER_ADDRESS.text(out, Key.OF_SPAN, scratch);
        };
    }

    private static final byte[] POD_NET = Utf8.bytes("10.42.");

    /// `busy_ns`: time not spent waiting for called spans, less a share that the task was not scheduled.
    static Field busy() {
        return (out, visit) -> BUSY_NS.integer(out, Key.OF_SPAN, busyNanos(visit));
    }

    static Field idle() {
        return (out, visit) -> IDLE_NS.integer(out, Key.OF_SPAN, visit.end - visit.start - busyNanos(visit));
    }

    private static long busyNanos(Visit visit) {
        long self = visit.end - visit.start - visit.waited;
        return self - (self >> (2 + (visit.spanId & 3)));
    }

    /// The parent's id as a text, as services of the LLM flow repeat it.
    static Field parentId() {
        return (out, visit) -> {
            if (visit.parentId != 0) {
                ProtoBuffer scratch = visit.trace.scratch;
                scratch.truncate(0);
                scratch.asciiHex(visit.parentId);
                PARENT_ID.text(out, Key.OF_SPAN, scratch);
            }
        };
    }

    static Field promptTokens(String key) {
        Key name = new Key(key);
        return (out, visit) -> name.integer(out, Key.OF_SPAN, visit.trace.promptTokens);
    }

    static Field completionTokens(String key) {
        Key name = new Key(key);
        return (out, visit) -> name.integer(out, Key.OF_SPAN, visit.trace.completionTokens);
    }

    /// A part of the span's duration, in seconds.
    static Field seconds(String key, double share) {
        Key name = new Key(key);
        return (out, visit) -> name.real(out, Key.OF_SPAN, (visit.end - visit.start) * share / 1e9);
    }
}
