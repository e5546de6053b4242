/// A small transformer with made-up weights: it says nothing sensible, but what it costs grows as in a real one.
@NullMarked
package io.rubato.examples.serving.model;

import org.jspecify.annotations.NullMarked;
