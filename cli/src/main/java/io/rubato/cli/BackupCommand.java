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

/// `rubato backup`.
@Command(
        name = "backup",
        description =
                "Copies the stores of a data directory, which a server may be using; again to the same place, only what is new.",
        mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "Where the copy goes, or an earlier one is.")
    private Path place = Path.of("");

    @Option(names = "--data", paramLabel = "DIR", description = "Data directory. Default: data")
    private Path data = Path.of("data");

    @Override
    public Integer call() throws IOException {
        Copied copied = DataDirectories.copy(data, place, Backup::to);
        spec.commandLine()
                .getOut()
                .println(copied.spans() + " spans in blocks; " + copied.copied() + " files copied, " + copied.kept()
                        + " were there, " + copied.bytes() + " bytes with the log");
        return 0;
    }
}
