/// Spans as plain records, read from OTLP bodies: the oracle's side of a test. Simple, slow and
/// complete: every field of OTLP is there.
@NullMarked
package io.rubato.generator.span;

import org.jspecify.annotations.NullMarked;
