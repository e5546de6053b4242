@NullMarked
package io.rubato.storage;

import org.jspecify.annotations.NullMarked;
