package io.rubato.server.config;

import java.util.List;

/// The labels of series of spans.
///
/// @param dimensions keys of attributes of the resource, else of the span, that become labels. Default none
/// @param intrinsics which of a span's own fields are labels
/// @param mappings labels made of several attributes. Default none
public record SpanSeriesSettings(List<String> dimensions, Intrinsics intrinsics, List<Mapping> mappings) {

    /// Which of a span's own fields are labels. Default all but the status message.
    public record Intrinsics(
            boolean service, boolean spanName, boolean spanKind, boolean statusCode, boolean statusMessage) {}

    /// A label made of several attributes.
    ///
    /// @param sourceLabels keys of attributes; those that a span has are joined
    /// @param join what comes between them
    public record Mapping(String name, List<String> sourceLabels, String join) {}

    /// What holds without a file.
    public static final SpanSeriesSettings DEFAULT =
            new SpanSeriesSettings(List.of(), new Intrinsics(true, true, true, true, false), List.of());
}
