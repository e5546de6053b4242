package io.rubato.storage;

/// What became of a request: OTLP's partial success.
///
/// @param accepted spans stored (a copy of a span that is stored already counts as accepted)
/// @param rejected spans refused
/// @param message why spans were refused, with counts by reason; empty when none were
/// @param bytes of the request once decompressed
public record IngestResult(int accepted, int rejected, String message, long bytes) {}
