package io.rubato.server.internal.api;

import io.rubato.query.QueryMetrics;
import io.rubato.server.internal.otlp.ProtobufReader;
import io.rubato.server.internal.otlp.ProtobufWriter;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.util.List;

/// Writes messages of tempopb, and of OTLP within them; what has its zero value is left out. Not thread-safe.
final class MessageWriter {
    private final ProtobufWriter out = new ProtobufWriter(1_024);

    /// Writes the fields of a message.
    @FunctionalInterface
    interface Fields {
        void write();
    }

    int size() {
        return out.size();
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    void text(int number, String value) {
        if (!value.isEmpty()) {
            element(number, value);
        }
    }

    /// Text that is there even when it is empty.
    void element(int number, String value) {
        out.tag(number, ProtobufReader.LENGTH);
        out.string(value);
    }

    void number(int number, long value) {
        if (value != 0) {
            out.tag(number, ProtobufReader.VARINT);
            out.varint(value);
        }
    }

    void real(int number, double value) {
        long bits = Double.doubleToRawLongBits(value);
        if (bits != 0) {
            out.tag(number, ProtobufReader.FIXED64);
            out.fixed64(bits);
        }
    }

    void message(int number, Fields fields) {
        out.tag(number, ProtobufReader.LENGTH);
        int start = out.begin();
        fields.write();
        out.end(start);
    }

    void attributes(int number, List<Attribute> attributes) {
        for (Attribute attribute : attributes) {
            message(number, () -> {
                text(1, attribute.key());
                message(2, () -> value(attribute.value()));
            });
        }
    }

    private void value(AttributeValue value) {
        switch (value) {
            case AttributeValue.Text text -> element(1, text.value());
            case AttributeValue.Bool bool -> {
                out.tag(2, ProtobufReader.VARINT);
                out.varint(bool.value() ? 1 : 0);
            }
            case AttributeValue.Int number -> {
                out.tag(3, ProtobufReader.VARINT);
                out.varint(number.value());
            }
            case AttributeValue.Real real -> {
                out.tag(4, ProtobufReader.FIXED64);
                out.fixed64(Double.doubleToRawLongBits(real.value()));
            }
            case AttributeValue.Array array ->
                message(5, () -> array.values().forEach(each -> message(1, () -> value(each))));
            case AttributeValue.KeyValues pairs -> message(6, () -> attributes(1, pairs.values()));
            case AttributeValue.Bytes bytes -> {
                out.tag(7, ProtobufReader.LENGTH);
                out.bytes(bytes.value());
            }
            case AttributeValue.Empty empty -> {}
        }
    }

    /// tempopb.SearchMetrics; there even when all of it is zero, for Grafana reads it without asking.
    void metrics(int number, QueryMetrics metrics, Jobs jobs) {
        message(number, () -> {
            number(1, Math.min(metrics.inspectedTraces(), Integer.MAX_VALUE));
            number(2, metrics.inspectedBytes());
            number(3, metrics.totalSources());
            number(4, jobs.completed());
            number(5, jobs.total());
            number(6, metrics.totalBytes());
            number(7, metrics.inspectedSpans());
        });
    }

    /// tempopb.MetadataMetrics.
    void inspected(int number, long bytes) {
        message(number, () -> {
            number(1, bytes);
            number(2, 1);
            number(3, 1);
        });
    }

    /// How far a query has come, in batches.
    record Jobs(int completed, int total) {
        static final Jobs DONE = new Jobs(1, 1);
    }
}
