package io.rubato.server.internal.config;

/// Something in a configuration that an operator should know of and that does not stop the process.
///
/// @param where file and line, or the file alone, or the environment
/// @param message one line
public record Warning(String where, String message) {
    @Override
    public String toString() {
        return where + ": " + message;
    }
}
