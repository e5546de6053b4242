package io.rubato.query;

import java.util.List;
import java.util.Map;

/// Names of attributes.
///
/// @param scopes the names of each scope that has any, sorted
/// @param inspectedBytes bytes read to find them
public record TagNames(Map<TagRequest.TagScope, List<String>> scopes, long inspectedBytes) {
    /// The names of all scopes together, sorted.
    public List<String> merged() {
        return scopes.values().stream()
                .flatMap(List::stream)
                .sorted()
                .distinct()
                .toList();
    }
}
