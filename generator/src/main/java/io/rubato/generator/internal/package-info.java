/// How traces are drawn and encoded; not an interface.
@NullMarked
package io.rubato.generator.internal;

import org.jspecify.annotations.NullMarked;
