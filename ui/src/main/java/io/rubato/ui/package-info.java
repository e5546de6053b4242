/// The web page of Rubato: a single-page application, built from `web/` into the class path, and the rules by which a
/// server hands it out.
@NullMarked
package io.rubato.ui;

import org.jspecify.annotations.NullMarked;
