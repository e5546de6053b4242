/// The two workers: prefill reads prompts into key-value caches, decode fetches a cache and writes the answer. Each has
/// a
/// bounded queue before its engine.
@NullMarked
package io.rubato.examples.serving.worker;

import org.jspecify.annotations.NullMarked;
