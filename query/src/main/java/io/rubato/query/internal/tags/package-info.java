/// Names and values of attributes.
@NullMarked
package io.rubato.query.internal.tags;

import org.jspecify.annotations.NullMarked;
