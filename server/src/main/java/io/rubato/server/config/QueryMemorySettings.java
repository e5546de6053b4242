package io.rubato.server.config;

/// What one query may use beside its time, in bytes, roughly. A query over a limit is refused and says which; a trace
/// over
/// its limit is shown in part.
///
/// @param maxMemoryBytes of what is kept until the answer is known; 0 is an eighth of the heap. Default 0
/// @param maxResultBytes of an answer. Default 64MiB
/// @param maxTraceBytes of a trace that is looked up, as protobuf; 0 is off. Default 64MiB
public record QueryMemorySettings(long maxMemoryBytes, long maxResultBytes, long maxTraceBytes) {

    /// What holds without a file.
    public static final QueryMemorySettings DEFAULT = new QueryMemorySettings(0, 64L << 20, 64L << 20);
}
