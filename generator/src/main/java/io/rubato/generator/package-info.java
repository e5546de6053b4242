@NullMarked
package io.rubato.generator;

import org.jspecify.annotations.NullMarked;
