@NullMarked
package io.rubato.examples.serving.model;

import org.jspecify.annotations.NullMarked;
