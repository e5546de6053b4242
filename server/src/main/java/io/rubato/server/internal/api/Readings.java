package io.rubato.server.internal.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rubato.traceql.Static;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The typed values that an API shows as a given text.
final class Readings {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,19}");
    private static final Pattern REAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?|-?Infinity");

    private Readings() {}

    /// Of one value that is no array; the text itself comes first.
    static List<Static> of(String text) {
        List<Static> values = new ArrayList<>();
        values.add(new Static.Str(text));
        if (text.equals("true") || text.equals("false")) {
            values.add(new Static.Bool(text.equals("true")));
        } else if (WHOLE.matcher(text).matches() && fitsLong(text)) {
            values.add(new Static.Int(Long.parseLong(text)));
        } else if (REAL.matcher(text).matches()) {
            values.add(new Static.Float(Double.parseDouble(text)));
        }
        return values;
    }

    /// The elements of an array of scalars, each as text; empty if this is the text of none.
    static List<String> elements(String text) {
        List<String> elements = new ArrayList<>();
        if (!text.startsWith("[")) {
            return elements;
        }
        try {
            JsonNode array = JSON.readTree(text);
            for (JsonNode element : array) {
                if (!element.isValueNode() || element.isNull()) {
                    return List.of();
                }
                elements.add(element.asText());
            }
        } catch (JsonProcessingException e) {
            return List.of();
        }
        return elements;
    }

    private static boolean fitsLong(String digits) {
        try {
            Long.parseLong(digits);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
