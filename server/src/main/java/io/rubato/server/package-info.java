@NullMarked
package io.rubato.server;

import org.jspecify.annotations.NullMarked;
