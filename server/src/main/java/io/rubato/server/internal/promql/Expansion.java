package io.rubato.server.internal.promql;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

/// Puts groups of a match into a text as Go does: `$1`, `${1}`, `${name}`, `$$`; what is no group is empty.
/// Source: `Expand` in <https://pkg.go.dev/regexp>
final class Expansion {
    private static final Pattern REFERENCE = Pattern.compile("\\$(?:(\\$)|\\{(\\w+)\\}|(\\w+))");

    private Expansion() {}

    static String of(String template, Pattern pattern, Matcher match) {
        StringBuilder out = new StringBuilder();
        Matcher reference = REFERENCE.matcher(template);
        int at = 0;
        while (reference.find()) {
            out.append(template, at, reference.start());
            at = reference.end();
            if (reference.group(1) != null) {
                out.append('$');
            } else {
                String name = reference.group(2) == null ? reference.group(3) : reference.group(2);
                out.append(group(name, pattern, match));
            }
        }
        return out.append(template, at, template.length()).toString();
    }

    private static String group(String name, Pattern pattern, Matcher match) {
        Integer number = name.matches("[0-9]{1,6}")
                ? Integer.valueOf(name)
                : pattern.namedGroups().get(name);
        if (number == null || number > match.groupCount()) {
            return "";
        }
        String text = match.group(number);
        return text == null ? "" : text;
    }
}
