package io.rubato.query;

import org.jspecify.annotations.Nullable;

/// A part of the answer to a search.
///
/// @param total how many traces match in all, or -1 when they were not counted
/// @param last the place of the last trace of this part, to go on after it; null when the part is empty
public record SearchPage(SearchResult result, long total, SearchOptions.@Nullable Cursor last) {}
