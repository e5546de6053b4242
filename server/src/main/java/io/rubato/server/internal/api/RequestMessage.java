package io.rubato.server.internal.api;

import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.QueryParamsBuilder;
import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.server.internal.otlp.ProtobufReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// A request of tempopb.StreamingQuerier, read as the parameters that ask the same over HTTP, so that both have the
/// same defaults, bounds and errors.
final class RequestMessage {
    private static final long MOST = 0xFFFF_FFFFL;

    private final Map<Integer, String> texts = new HashMap<>();
    private final Map<Integer, Long> numbers = new HashMap<>();
    private final Map<String, String> entries = new LinkedHashMap<>();

    /// @throws BadRequest for what is no message
    RequestMessage(byte[] message) {
        try {
            read(new ProtobufReader(message));
        } catch (MalformedOtlpException e) {
            throw new BadRequest("malformed message: " + e.getMessage());
        }
    }

    private void read(ProtobufReader in) throws MalformedOtlpException {
        while (!in.atEnd()) {
            int tag = in.tag();
            int number = ProtobufReader.number(tag);
            switch (ProtobufReader.wireType(tag)) {
                case ProtobufReader.VARINT -> numbers.put(number, in.varint());
                case ProtobufReader.LENGTH -> {
                    ProtobufReader value = in.slice();
                    texts.put(number, text(value));
                    if (number == 1) {
                        entry(value);
                    }
                }
                default -> in.skip(ProtobufReader.wireType(tag));
            }
        }
    }

    /// An entry of a map, in field 1, which of other messages is text.
    private void entry(ProtobufReader in) {
        String[] entry = {"", ""};
        try {
            while (!in.atEnd()) {
                int tag = in.tag();
                int number = ProtobufReader.number(tag);
                if (number > 2 || ProtobufReader.wireType(tag) != ProtobufReader.LENGTH) {
                    return;
                }
                entry[number - 1] = text(in.slice());
            }
        } catch (MalformedOtlpException e) {
            return;
        }
        entries.put(entry[0], entry[1]);
    }

    private static String text(ProtobufReader in) {
        return new String(in.array(), in.position(), in.remaining(), StandardCharsets.UTF_8);
    }

    private static final class Building {
        private final QueryParamsBuilder parameters = QueryParams.builder();

        Building text(String name, String value) {
            if (!value.isEmpty()) {
                parameters.add(name, value);
            }
            return this;
        }

        Building number(String name, long value, String unit) {
            return value == 0 ? this : text(name, Long.toUnsignedString(value) + unit);
        }

        Parameters built() {
            return new Parameters(parameters.build());
        }
    }

    private String text(int number) {
        return texts.getOrDefault(number, "");
    }

    private long number(int number) {
        return numbers.getOrDefault(number, 0L);
    }

    /// tempopb.SearchRequest.
    Parameters search() {
        return new Building()
                .text("tags", logFmt())
                .number("minDuration", number(2) & MOST, "ms")
                .number("maxDuration", number(3) & MOST, "ms")
                .number("limit", number(4) & MOST, "")
                .number("start", number(5) & MOST, "")
                .number("end", number(6) & MOST, "")
                .text("q", text(8))
                .number("spss", number(9) & MOST, "")
                .built();
    }

    private String logFmt() {
        StringBuilder text = new StringBuilder();
        entries.forEach((key, value) -> text.append(key)
                .append("=\"")
                .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                .append("\" "));
        return text.toString();
    }

    /// tempopb.SearchTagsRequest.
    Parameters tags() {
        return new Building()
                .text("scope", text(1))
                .text("q", text(2))
                .number("start", number(3) & MOST, "")
                .number("end", number(4) & MOST, "")
                .number("limit", number(5) & MOST, "")
                .built();
    }

    /// The tag of a tempopb.SearchTagValuesRequest.
    String tag() {
        return text(1);
    }

    /// tempopb.SearchTagValuesRequest but for the tag.
    Parameters tagValues() {
        return new Building()
                .text("q", text(2))
                .number("start", number(4) & MOST, "")
                .number("end", number(5) & MOST, "")
                .number("limit", number(6) & MOST, "")
                .built();
    }

    /// tempopb.QueryRangeRequest, or tempopb.QueryInstantRequest, which has the first three of its fields.
    Parameters metrics() {
        return new Building()
                .text("q", text(1))
                .text("start", nanos(number(2)))
                .text("end", nanos(number(3)))
                .number("step", number(4), "ns")
                .number("exemplars", number(16) & MOST, "")
                .number("maxSeries", number(17) & MOST, "")
                .built();
    }

    /// Nanoseconds are told from seconds by the number of their digits.
    private static String nanos(long time) {
        return time == 0 ? "" : "%011d".formatted(time);
    }
}
