/// Tenants: what a request says of them, their stores, and their limits.
@NullMarked
package io.rubato.server.internal.tenant;

import org.jspecify.annotations.NullMarked;
