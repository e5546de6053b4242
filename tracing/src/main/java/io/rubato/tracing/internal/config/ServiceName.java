package io.rubato.tracing.internal.config;

/// The name of a service that nobody named: its main class or archive, which says more than `unknown_service`.
final class ServiceName {
    private ServiceName() {}

    static String ofProcess() {
        return of(System.getProperty("sun.java.command", ""));
    }

    /// @param command the main class or the path of the archive, then arguments
    static String of(String command) {
        String main = command.strip().split("\\s+", 2)[0];
        if (main.endsWith(".jar")) {
            main = main.substring(Math.max(main.lastIndexOf('/'), main.lastIndexOf('\\')) + 1, main.length() - 4);
        } else {
            main = main.substring(Math.max(main.lastIndexOf('.'), main.lastIndexOf('/')) + 1);
        }
        return main.isEmpty() ? "unknown_service:java" : main;
    }
}
