/// What a request carries from process to process: W3C trace context and the two request ids, parsed by one set of
/// rules for every channel.
@NullMarked
package io.rubato.tracing.context;

import org.jspecify.annotations.NullMarked;
