/// Values shared by everything that stores or reads spans: ids, attribute values, resources and scopes.
@NullMarked
package io.rubato.storage.model;

import org.jspecify.annotations.NullMarked;
