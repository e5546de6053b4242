package io.rubato.server;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/// The version that runs, from what Maven puts into the jar.
final class RubatoVersion {
    static final String TEXT = read();

    private RubatoVersion() {}

    private static String read() {
        Properties properties = new Properties();
        try (InputStream in =
                RubatoVersion.class.getResourceAsStream("/META-INF/maven/io.rubato/rubato-server/pom.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            return "unknown";
        }
        return properties.getProperty("version", "development");
    }
}
