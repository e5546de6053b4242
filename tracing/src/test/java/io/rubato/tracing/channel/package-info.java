/// What the tests of the channels share.
@NullMarked
package io.rubato.tracing.channel;

import org.jspecify.annotations.NullMarked;
