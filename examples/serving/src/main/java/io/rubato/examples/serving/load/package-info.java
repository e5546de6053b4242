/// Clients that keep the frontend busy, some of them unpleasant.
@NullMarked
package io.rubato.examples.serving.load;

import org.jspecify.annotations.NullMarked;
