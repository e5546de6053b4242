package io.rubato.cli;

import io.rubato.cli.BlockFiles.Named;
import io.rubato.storage.inspect.BlockFileInspector;
import io.rubato.storage.inspect.StoreInspector;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `rubato block verify`. Damage goes to standard output, one line each, progress to standard error.
@Command(
        name = "verify",
        description = "Reads all of the blocks and says what is not as it was written; exit status 1 if anything is.",
        mixinStandardHelpOptions = true)
final class BlockVerifyCommand implements Callable<Integer> {
    private static final long PROGRESS_NANOS = 2_000_000_000L;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private BlockFiles files = new BlockFiles();

    @Parameters(
            paramLabel = "FILE|ID",
            arity = "0..*",
            description = "Blocks; without any, all that the manifest names, and the manifest itself.")
    private List<String> blocks = List.of();

    private int damage;

    @Override
    public Integer call() throws IOException {
        List<Named> wanted = new ArrayList<>();
        if (blocks.isEmpty()) {
            wanted.addAll(files.all());
            checkManifest();
        } else {
            for (String block : blocks) {
                wanted.add(files.find(block));
            }
        }
        long bytes = 0;
        long told = System.nanoTime();
        for (int i = 0; i < wanted.size(); i++) {
            bytes += verify(wanted.get(i));
            if (System.nanoTime() - told > PROGRESS_NANOS) {
                told = System.nanoTime();
                spec.commandLine().getErr().println(i + 1 + " of " + wanted.size() + " blocks");
            }
        }
        out().println(wanted.size() + " blocks, " + bytes + " bytes read, " + damage + " damaged places");
        return damage == 0 ? 0 : 1;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void damaged(String what) {
        damage++;
        out().println(what);
    }

    private void checkManifest() throws IOException {
        try (StoreInspector store = files.store()) {
            store.verify(this::damaged);
            for (Path orphan : store.orphans()) {
                out().println("note: no manifest names " + orphan
                        + "; it is on its way into the store, or will be removed by it");
            }
        }
    }

    /// Returns the bytes that were read.
    private long verify(Named block) throws IOException {
        if (!Files.exists(block.file()) && blocks.isEmpty()) {
            return 0; // told by the check of the manifest, or removed since
        }
        try (BlockFileInspector inspector = block.open()) {
            inspector.verify(this::damaged);
        }
        return Files.size(block.file());
    }
}
