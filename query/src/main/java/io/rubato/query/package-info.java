@NullMarked
package io.rubato.query;

import org.jspecify.annotations.NullMarked;
