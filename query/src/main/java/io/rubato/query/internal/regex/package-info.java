/// Regular expressions over ASCII text as tables of states: several times faster than a general engine, which stays
/// behind for what they leave open.
@NullMarked
package io.rubato.query.internal.regex;

import org.jspecify.annotations.NullMarked;
