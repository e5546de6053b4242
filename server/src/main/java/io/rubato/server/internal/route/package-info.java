/// Routes and the right that each of them needs.
@NullMarked
package io.rubato.server.internal.route;

import org.jspecify.annotations.NullMarked;
