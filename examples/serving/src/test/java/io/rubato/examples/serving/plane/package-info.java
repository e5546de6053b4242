@NullMarked
package io.rubato.examples.serving.plane;

import org.jspecify.annotations.NullMarked;
