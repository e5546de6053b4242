package io.rubato.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// The version that runs, from what Maven puts into the jar, and what it runs on.
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream in =
                Version.class.getResourceAsStream("/META-INF/maven/io.rubato/rubato-cli/pom.properties")) {
            if (in != null) {
                properties.load(in);
            }
        }
        return new String[] {
            "rubato %s (Java %s, %s %s)"
                    .formatted(
                            properties.getProperty("version", "development"),
                            Runtime.version(),
                            System.getProperty("os.name"),
                            System.getProperty("os.arch"))
        };
    }
}
