/// What the channels share: how a span of a call starts, carries its context and ends.
@NullMarked
package io.rubato.tracing.internal.channel;

import org.jspecify.annotations.NullMarked;
