package io.rubato.generator;

import io.rubato.generator.internal.ProtoBuffer;
import java.util.HexFormat;
import java.util.function.Consumer;

/// An OTLP body made by hand in which every field of OTLP 1.11 traces is in use: all kinds of values,
/// nested and empty ones, both schema URLs, all dropped counts, flags, trace states, entity references,
/// several resources and scopes, empty and non-ASCII texts, extreme numbers. A store that gives this
/// back unchanged loses nothing. (`KeyValue.key_strindex` and `AnyValue.string_value_strindex` belong to
/// profiles and are left out.)
public final class EveryField {
    /// Trace id of the spans that belong together, 32 hex digits.
    public static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

    /// Spans in the body.
    public static final int SPANS = 7;

    private static final long START = 1_767_225_600_123_456_789L;
    private static final long UNSIGNED_MAX = 0xFFFF_FFFFL;

    private final ProtoBuffer out = new ProtoBuffer(4_096);

    private EveryField() {}

    /// The encoded `ExportTraceServiceRequest`; a new array each time.
    public static byte[] body() {
        EveryField made = new EveryField();
        made.request();
        return made.out.toBytes();
    }

    private void request() {
        message(1, in -> {
            message(1, this::fullResource);
            message(2, in2 -> {
                message(1, this::fullScope);
                message(2, this::fullSpan);
                message(2, this::childSpan);
                out.textField(3, "https://example.net/schemas/scope/1.2.3");
            });
            message(2, in2 -> message(2, span -> bareSpan("00000000000000a3", 3)));
            out.textField(3, "https://example.net/schemas/resource/4.5.6");
        });
        message(1, in -> {
            message(1, resource -> attribute(1, "service.name", value -> out.textField(1, "zweiter-dienst")));
            message(2, in2 -> {
                message(1, scope -> out.textField(1, "scope.without.version"));
                message(2, span -> bareSpan("00000000000000a4", 4));
                message(2, span -> bareSpan("00000000000000a5", 5));
            });
            message(2, in2 -> {
                message(1, scope -> {
                    out.textField(1, "scope.without.version");
                    out.textField(2, "2.0.0-α");
                });
                message(2, span -> bareSpan("00000000000000a6", 1));
            });
        });
        message(1, in -> message(2, in2 -> message(2, span -> bareSpan("00000000000000a7", 0))));
    }

    private void fullResource(ProtoBuffer resource) {
        attribute(1, "service.name", value -> out.textField(1, "every-field"));
        attribute(1, "process.pid", value -> out.varintField(3, 4_711));
        allValues(1);
        out.varintField(2, 3);
        message(3, entity -> {
            out.textField(1, "https://example.net/schemas/entity/1.0.0");
            out.textField(2, "service");
            out.textField(3, "service.name");
            out.textField(3, "process.pid");
            out.textField(4, "resource.text");
        });
        message(3, entity -> out.textField(2, "host"));
    }

    private void fullScope(ProtoBuffer scope) {
        out.textField(1, "io.example.スコープ");
        out.textField(2, "1.0.0+build.5");
        allValues(3);
        out.varintField(4, 4);
    }

    private void fullSpan(ProtoBuffer span) {
        ids("00000000000000a1", "00f067aa0ba902b7");
        out.textField(3, "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE");
        out.textField(5, "GET /naïve/路径/🚀");
        out.varintField(6, 2);
        out.fixed64Field(7, START);
        out.fixed64Field(8, START + 987_654_321);
        allValues(9);
        attribute(9, "twice", value -> out.textField(1, "first"));
        attribute(9, "twice", value -> out.varintField(3, 2));
        out.varintField(10, 5);
        message(11, event -> {
            out.fixed64Field(1, START + 1);
            out.textField(2, "exception");
            allValues(3);
            out.varintField(4, 6);
        });
        message(11, event -> {});
        out.varintField(12, 7);
        message(13, link -> {
            out.bytesField(1, hex("5b8efff798038103d269b633813fc60c"));
            out.bytesField(2, hex("eee19b7ec3c1b174"));
            out.textField(3, "vendor=42");
            allValues(4);
            out.varintField(5, 8);
            out.fixed32Field(6, 0x301);
        });
        message(13, link -> {
            out.bytesField(1, hex(TRACE_ID));
            out.bytesField(2, hex("00000000000000a2"));
        });
        out.varintField(14, UNSIGNED_MAX);
        message(15, status -> {
            out.textField(2, "schiefgegangen: ключ \u0000\t\"'\\");
            out.varintField(3, 2);
        });
        out.fixed32Field(16, 0xFFFF_FFFF);
    }

    private void childSpan(ProtoBuffer span) {
        ids("00000000000000a2", "00000000000000a1");
        out.textField(5, "child");
        out.varintField(6, 3);
        out.fixed64Field(7, START + 10);
        out.fixed64Field(8, START + 10);
        message(15, status -> out.varintField(3, 1));
        out.fixed32Field(16, 0x101);
    }

    /// Nothing but ids, a kind and times; kind 0 also leaves out the name.
    private void bareSpan(String spanId, int kind) {
        ids(spanId, kind == 0 ? "" : "00000000000000a1");
        if (kind != 0) {
            out.textField(5, "kind " + kind);
            out.varintField(6, kind);
        }
        out.fixed64Field(7, START + kind);
        out.fixed64Field(8, START + 100 + kind);
    }

    private void ids(String spanId, String parentSpanId) {
        out.bytesField(1, hex(TRACE_ID));
        out.bytesField(2, hex(spanId));
        if (!parentSpanId.isEmpty()) {
            out.bytesField(4, hex(parentSpanId));
        }
    }

    /// One attribute with each kind of value, in `KeyValue` messages of the given field number.
    private void allValues(int field) {
        attribute(field, "text", value -> out.textField(1, "värde"));
        attribute(field, "text.empty", value -> out.textField(1, ""));
        attribute(field, "true", value -> out.varintField(2, 1));
        attribute(field, "false", value -> out.varintField(2, 0));
        attribute(field, "int.zero", value -> out.varintField(3, 0));
        attribute(field, "int.least", value -> out.varintField(3, Long.MIN_VALUE));
        attribute(field, "int.most", value -> out.varintField(3, Long.MAX_VALUE));
        real(field, "double", 2.5);
        real(field, "double.zero", 0.0);
        real(field, "double.minus.zero", -0.0);
        real(field, "double.nan", Double.NaN);
        real(field, "double.infinity", Double.NEGATIVE_INFINITY);
        real(field, "double.tiny", Double.MIN_VALUE);
        attribute(field, "array", value -> message(5, this::mixedArray));
        attribute(field, "array.empty", value -> message(5, array -> {}));
        attribute(field, "map", value -> message(6, this::nestedMap));
        attribute(field, "map.empty", value -> message(6, map -> {}));
        attribute(field, "bytes", value -> out.bytesField(7, hex("00ff10807f")));
        attribute(field, "bytes.empty", value -> out.bytesField(7, new byte[0]));
        attribute(field, "value.empty", value -> {});
        message(field, pair -> out.textField(1, "value.absent"));
        attribute(field, "", value -> out.textField(1, "empty key"));
        attribute(field, "schlüssel.🔑", value -> out.textField(1, "unicode key"));
    }

    private void mixedArray(ProtoBuffer array) {
        message(1, value -> out.textField(1, "a"));
        message(1, value -> out.varintField(3, -1));
        message(1, value -> out.varintField(2, 1));
        message(1, value -> {});
        message(1, value -> message(5, inner -> message(1, deep -> out.bytesField(7, hex("beef")))));
        message(1, value -> message(6, this::nestedMap));
    }

    private void nestedMap(ProtoBuffer map) {
        attribute(1, "k", value -> out.textField(1, "v"));
        attribute(
                1,
                "inner",
                value -> message(6, inner -> {
                    attribute(1, "deep", deep -> out.fixed64Field(4, Double.doubleToRawLongBits(1e300)));
                    attribute(1, "deep", deep -> out.textField(1, "again"));
                }));
        attribute(1, "nothing", value -> {});
    }

    private void real(int field, String key, double number) {
        attribute(field, key, value -> out.fixed64Field(4, Double.doubleToRawLongBits(number)));
    }

    private void attribute(int field, String key, Consumer<ProtoBuffer> value) {
        message(field, pair -> {
            out.textField(1, key);
            message(2, value);
        });
    }

    private void message(int field, Consumer<ProtoBuffer> content) {
        int mark = out.open(field);
        content.accept(out);
        out.close(mark);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
