package io.rubato.server.internal.api;

import io.rubato.query.TraceFilter;
import io.rubato.storage.model.TraceId;
import io.rubato.traceql.Pipeline;
import io.rubato.traceql.Query;
import io.rubato.traceql.SpansetFilter;
import io.rubato.traceql.TraceQl;
import io.rubato.traceql.TraceQlException;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a look-up of a trace was asked.
///
/// `start`, `end` and `mode` say where Tempo looks, never what it shows; here they are checked and change nothing. Nor
/// do the shard bounds of Tempo's own queriers, or the pruning of spans, which Tempo leaves off unless it is
/// configured.
///
/// @param filter which spans to show, or null for all
record TraceParameters(TraceId id, @Nullable TraceFilter filter) {
    private static final Set<String> MODES = Set.of("all", "ingesters", "blocks", "recent", "external");

    /// @param filtered whether the parameters of version 2 are looked at
    /// @throws BadRequest with Tempo's words
    static TraceParameters of(String path, Parameters parameters, boolean filtered) {
        TraceId id = id(path.substring(path.lastIndexOf('/') + 1));
        long start = parameters.number("start", 0);
        long end = parameters.number("end", 0);
        if (start != 0 && end != 0 && start >= end) {
            throw new BadRequest("http parameter start must be before end. received start=" + start + " end=" + end);
        }
        String mode = parameters.text("mode");
        if (mode != null && !MODES.contains(mode)) {
            throw new BadRequest("invalid value for mode " + mode);
        }
        return new TraceParameters(id, filtered ? filter(parameters) : null);
    }

    /// @throws BadRequest with Tempo's words
    static TraceId id(String hex) {
        for (int i = 0; i < hex.length(); i++) {
            if (!HexFormat.isHexDigit(hex.charAt(i))) {
                throw new BadRequest("trace IDs can only contain hex characters: invalid character '" + hex.charAt(i)
                        + "' at position " + (i + 1));
            }
        }
        if (hex.length() > 2 * TraceId.BYTES) {
            throw new BadRequest("trace IDs can't be larger than 128 bits");
        }
        if (hex.isEmpty()) {
            throw new BadRequest("please provide a traceID");
        }
        return TraceId.parse(hex);
    }

    /// `ancestor_depth` is checked, and means nothing without `keep_hierarchy`, as in Tempo.
    private static @Nullable TraceFilter filter(Parameters parameters) {
        boolean hierarchy = parameters.flag("keep_hierarchy");
        int below = depth(parameters, "match_depth", 0);
        int above = depth(parameters, "ancestor_depth", -1);
        String q = parameters.text("q");
        return q == null ? null : new TraceFilter(spans(q), hierarchy ? above : 0, below);
    }

    private static SpansetFilter spans(String q) {
        try {
            Query query = TraceQl.parse(q);
            if (query.body() instanceof Pipeline(var stages)
                    && stages.size() == 1
                    && stages.getFirst() instanceof SpansetFilter filter) {
                return filter;
            }
        } catch (TraceQlException e) {
            throw new BadRequest("invalid TraceQL filter: " + e.getMessage());
        }
        throw new BadRequest("invalid TraceQL filter: one spanset filter such as { status = error } expected");
    }

    private static int depth(Parameters parameters, String name, int fallback) {
        long depth = parameters.number(name, fallback);
        if (depth < -1) {
            throw new BadRequest("invalid " + name + ": must be -1 (all levels) or greater. received " + depth);
        }
        return (int) Math.min(depth, Integer.MAX_VALUE);
    }
}
