/// The service that the W3C Trace Context validation harness drives, and its rules as tests.
@NullMarked
package io.rubato.tracing.w3c;

import org.jspecify.annotations.NullMarked;
