@NullMarked
package io.rubato.bench;

import org.jspecify.annotations.NullMarked;
