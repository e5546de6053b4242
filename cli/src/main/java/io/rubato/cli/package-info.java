@NullMarked
package io.rubato.cli;

import org.jspecify.annotations.NullMarked;
