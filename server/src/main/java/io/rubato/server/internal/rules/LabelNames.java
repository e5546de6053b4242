package io.rubato.server.internal.rules;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Names of labels that Prometheus takes, made of what a query groups by: the scope goes, and what is neither a letter
/// nor a digit becomes `_`, as in Tempo's span metrics: `resource.service.name` is `service_name`. Where that makes two
/// names one, all of these keep their scope: `resource_service_name` and `span_service_name`.
final class LabelNames {
    private static final Pattern SCOPE =
            Pattern.compile("(parent\\.)?(span\\.|resource\\.|event\\.|link\\.|instrumentation\\.|\\.)|parent\\.");
    private static final Pattern VALID = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private LabelNames() {}

    /// The name for each key.
    ///
    /// @throws RuleException where two keys have the same name even with their scope
    static Map<String, String> of(Collection<String> keys) {
        Map<String, Long> uses = keys.stream()
                .distinct()
                .collect(Collectors.groupingBy(LabelNames::withoutScope, Collectors.counting()));
        Map<String, String> names = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        for (String key : new java.util.LinkedHashSet<>(keys)) {
            String plain = withoutScope(key);
            String name = uses.getOrDefault(plain, 0L) > 1 ? clean(key) : plain;
            if (!taken.add(name)) {
                throw new RuleException("two labels are called " + name + ", one of them " + key
                        + ", expected names that differ in letters, digits or scope");
            }
            names.put(key, name);
        }
        return names;
    }

    /// Whether Prometheus takes the name, and has no use for it itself.
    static boolean isValid(String name) {
        return VALID.matcher(name).matches() && !name.startsWith("__");
    }

    private static String withoutScope(String key) {
        return clean(SCOPE.matcher(key).lookingAt() ? SCOPE.matcher(key).replaceFirst("") : key);
    }

    private static String clean(String key) {
        boolean quoted = key.length() > 2 && key.startsWith("\"") && key.endsWith("\"");
        String name = (quoted ? key.substring(1, key.length() - 1) : key).replaceAll("[^a-zA-Z0-9_]", "_");
        // Prometheus keeps names that begin with two for itself.
        String open = name.startsWith("__") ? name.replaceFirst("^_+", "") : name;
        return open.isEmpty() || Character.isDigit(open.charAt(0)) ? "_" + open : open;
    }
}
