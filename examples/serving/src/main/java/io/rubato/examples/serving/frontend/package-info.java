/// The OpenAI-compatible front: takes chat requests over HTTP, has the prompt read by a prefill worker and the answer
/// written by a decode worker.
@NullMarked
package io.rubato.examples.serving.frontend;

import org.jspecify.annotations.NullMarked;
