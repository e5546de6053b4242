package io.rubato.cli;

import io.rubato.server.RubatoServer;
import io.rubato.server.StartException;
import io.rubato.server.config.CheckedRules;
import io.rubato.server.config.ConfigException;
import io.rubato.server.config.LoadedConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `rubato serve`: runs until it is told to stop.
@Command(
        name = "serve",
        description = "Takes traces in and answers queries, until it is stopped (SIGTERM, Ctrl-C).",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions configuration = new ConfigOptions();

    @Option(names = "--verify-config", description = "Only says what is wrong with the configuration.")
    private boolean verifyConfig;

    @Option(
            names = "--demo",
            description = "Sends itself generated traces: 20,000 spans of the last 15 minutes, then 50 spans a second.")
    private boolean demo;

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        LoadedConfig loaded = configuration.load(System.getenv());
        if (verifyConfig) {
            CheckedRules.read(loaded.config().rules().files());
            PrintWriter out = spec.commandLine().getOut();
            loaded.warnings().forEach(warning -> out.println("warning: " + warning));
            out.println("The configuration can be used; warnings: "
                    + loaded.warnings().size());
            return 0;
        }
        if (demo && !loaded.config().receivers().http().enabled()) {
            throw new ConfigException("--demo sends over OTLP/HTTP, and receivers.otlp.http.enabled is false");
        }
        if (demo
                && (loaded.config().security().authFile().isPresent()
                        || loaded.config().security().otlpHttp().enabled())) {
            throw new ConfigException("--demo sends in the clear and without a token: expected neither auth.file nor"
                    + " receivers.otlp.http.tls");
        }
        serve(loaded);
        return 0;
    }

    private void serve(LoadedConfig loaded) throws InterruptedException {
        RubatoServer server = RubatoServer.start(loaded.config());
        loaded.warnings().forEach(warning -> log.warn("configuration: {}", warning));
        Stop stop = new Stop(server);
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            server.awaitReady();
        } catch (StartException e) {
            Runtime.getRuntime().removeShutdownHook(stop);
            server.close();
            throw e;
        }
        if (demo) {
            stop.demo = Demo.start(server.otlpHttpUrl().orElseThrow());
        }
        new CountDownLatch(1).await();
    }

    /// Runs when the process is told to stop. It ends the process itself, for otherwise a signal would show in the
    /// exit status, as if something had failed.
    private static final class Stop extends Thread {
        private final RubatoServer server;
        private volatile @Nullable Demo demo;

        Stop(RubatoServer server) {
            super("rubato-stop");
            this.server = server;
        }

        @Override
        public void run() {
            Demo running = demo;
            if (running != null) {
                running.close();
            }
            server.close();
            Runtime.getRuntime().halt(0);
        }
    }
}
