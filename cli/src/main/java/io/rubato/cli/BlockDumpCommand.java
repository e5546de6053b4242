package io.rubato.cli;

import io.rubato.storage.inspect.BlockFileInspector;
import io.rubato.storage.inspect.BlockReport;
import io.rubato.storage.inspect.DeadTraces;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `rubato block dump`.
@Command(
        name = "dump",
        description = "Says what a block holds, and what its bytes are spent on.",
        mixinStandardHelpOptions = true)
final class BlockDumpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private BlockFiles files = new BlockFiles();

    @Option(names = "--json", description = "One JSON object instead of a table.")
    private boolean json;

    @Parameters(index = "0", paramLabel = "FILE|ID", description = "A block's file, its id, or how its id begins.")
    private String block = "";

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        BlockFiles.Named named = files.find(block);
        DeadTraces dead = named.stored() == null ? null : named.stored().dead();
        try (BlockFileInspector inspector = named.open()) {
            BlockReport report = inspector.report();
            if (json) {
                out.println(BlockReportJson.of(report, dead));
            } else {
                new BlockReportTable(out).print(report, dead);
            }
        }
        out.flush();
        return 0;
    }
}
