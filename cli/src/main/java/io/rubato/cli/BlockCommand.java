package io.rubato.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `rubato block`: what is in block files. Reads only, also beside a running server.
@Command(
        name = "block",
        description = "Looks into block files; also while a server runs on them.",
        mixinStandardHelpOptions = true,
        subcommands = {BlockDumpCommand.class, BlockVerifyCommand.class, BlockExportCommand.class})
final class BlockCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "block: which of dump, verify or export is wanted must be said");
    }
}
