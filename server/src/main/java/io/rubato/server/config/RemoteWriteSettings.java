package io.rubato.server.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Where running counters are sent by Prometheus' remote write.
///
/// @param url empty for nowhere. The default
/// @param maxQueued most requests that wait while that cannot be reached; the oldest go. Default 240
/// @param headers of each request
/// @param credentials who we say we are
/// @param externalLabels labels of all series
/// @param histograms what histograms are sent as. Default classic
public record RemoteWriteSettings(
        String url,
        int maxQueued,
        Map<String, String> headers,
        Credentials credentials,
        SortedMap<String, String> externalLabels,
        Histograms histograms) {

    /// What histograms are sent as.
    public enum Histograms {
        /// A counter for each bucket.
        CLASSIC,
        /// One series of exponential buckets.
        NATIVE,
        BOTH
    }

    /// What is sent as `Authorization`. Files are read at each request. Empty for none.
    ///
    /// @param username of basic authentication
    /// @param password its password, or
    /// @param passwordFile a file that holds it
    /// @param type what stands before a token: `Bearer`
    /// @param token a token, or
    /// @param tokenFile a file that holds it
    public record Credentials(
            String username,
            String password,
            Optional<Path> passwordFile,
            String type,
            String token,
            Optional<Path> tokenFile) {
        /// None.
        public static final Credentials NONE =
                new Credentials("", "", Optional.empty(), "Bearer", "", Optional.empty());

        @Override
        public String toString() {
            return "credentials of " + (username.isEmpty() ? type : username);
        }
    }

    /// What holds without a file.
    public static final RemoteWriteSettings DEFAULT =
            new RemoteWriteSettings("", 240, Map.of(), Credentials.NONE, new TreeMap<>(), Histograms.CLASSIC);

    /// To a place, without anything else.
    public static RemoteWriteSettings to(String url, int maxQueued) {
        return new RemoteWriteSettings(url, maxQueued, Map.of(), Credentials.NONE, new TreeMap<>(), Histograms.CLASSIC);
    }
}
