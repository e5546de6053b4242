@NullMarked
package io.rubato.examples.serving;

import org.jspecify.annotations.NullMarked;
