package io.rubato.cli;

import io.rubato.storage.backup.Backup;
import io.rubato.storage.backup.Backup.Copied;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `rubato restore`.
@Command(
        name = "restore",
        description = "Copies a backup to a new data directory, for a server that is started on it.",
        mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "The backup.")
    private Path place = Path.of("");

    @Option(names = "--data", paramLabel = "DIR", description = "Data directory. Default: data")
    private Path data = Path.of("data");

    @Override
    public Integer call() throws IOException {
        Copied copied = DataDirectories.copy(place, data, Backup::toNew);
        spec.commandLine()
                .getOut()
                .println(copied.spans() + " spans in blocks; " + copied.copied() + " files copied, " + copied.kept()
                        + " were there, " + copied.bytes() + " bytes with the log");
        return 0;
    }
}
