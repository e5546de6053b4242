/// OTLP and the answers of the trace API between JSON and protobuf, without generated classes.
///
/// One table of messages ([OtlpSchema]) drives both directions: [OtlpJsonReader] turns OTLP/JSON into
/// protobuf bytes, [TraceJsonWriter] turns protobuf bytes into JSON.
@NullMarked
package io.rubato.server.internal.otlp;

import org.jspecify.annotations.NullMarked;
