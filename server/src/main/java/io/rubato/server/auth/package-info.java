/// Who may use the server, as the file of `auth.file` says it.
@NullMarked
package io.rubato.server.auth;

import org.jspecify.annotations.NullMarked;
