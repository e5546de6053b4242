package io.rubato.server.config;

/// A configuration that cannot be used. The message is one line for the operator: the file and line, the key, its
/// value, and what was expected.
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1;

    /// @param message the line to show
    public ConfigException(String message) {
        super(message);
    }
}
