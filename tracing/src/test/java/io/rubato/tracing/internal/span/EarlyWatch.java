package io.rubato.tracing.internal.span;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/// Wraps the context storage before the first test: the testing library of OpenTelemetry brings a provider of its own,
/// which comes in the place of ours.
public final class EarlyWatch implements LauncherSessionListener {
    @Override
    public void launcherSessionOpened(LauncherSession session) {
        BusyTimes.install();
    }
}
