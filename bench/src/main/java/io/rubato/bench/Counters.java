package io.rubato.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds figures by name in what a server says about itself, whatever else is there.
final class Counters {
    private Counters() {}

    /// The names that are there, in the order asked for. A name is a member of the status (JSON), or of the
    /// metrics (Prometheus' text) a family, one without what is around it (`rubato_…_total`), or a label's
    /// value; samples are added up.
    static Map<String, Long> find(List<String> names, String status, String metrics) {
        Map<String, Long> found = new LinkedHashMap<>();
        for (String name : names) {
            Matcher member = Pattern.compile('"' + Pattern.quote(name) + "\"\\s*:\\s*(-?\\d+)")
                    .matcher(status);
            if (member.find()) {
                found.put(name, Long.parseLong(member.group(1)));
            } else {
                inMetrics(name, metrics, found);
            }
        }
        return found;
    }

    private static void inMetrics(String name, String metrics, Map<String, Long> found) {
        String quoted = Pattern.quote(name);
        Pattern sample = Pattern.compile(
                "^(?:(?:\\w+_)?" + quoted + "(?:_total)?(?:\\{.*})?|\\w+\\{.*\"" + quoted + "\".*}) ([-+.\\dEe]+)$");
        metrics.lines().map(sample::matcher).filter(Matcher::matches).forEach(matcher -> {
            found.merge(name, (long) Double.parseDouble(matcher.group(1)), Long::sum);
        });
    }
}
