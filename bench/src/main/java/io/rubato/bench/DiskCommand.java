package io.rubato.bench;

import io.rubato.storage.inspect.StoreInspector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "disk",
        description = "Tells how many bytes each sealed span takes on disk, and what else lies there.",
        mixinStandardHelpOptions = true)
final class DiskCommand implements Callable<Integer> {
    @Spec
    @Nullable
    CommandSpec spec;

    @Mixin
    Reporting reporting = new Reporting();

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "The directory to measure.")
    @Nullable
    Path data;

    @Override
    public Integer call() throws IOException {
        CommandSpec command = Objects.requireNonNull(spec);
        Path store = Objects.requireNonNull(data);
        Map<String, Long> sizes = DiskUsage.of(store);
        List<StoreInspector.Block> blocks;
        try (StoreInspector inspector = StoreInspector.open(store.resolve("blocks"))) {
            blocks = inspector.blocks();
        }
        long spans = blocks.stream().mapToLong(StoreInspector.Block::spans).sum();
        long bytes = blocks.stream().mapToLong(StoreInspector.Block::bytes).sum();
        Table table = reporting.table(command);
        table.row(
                reporting.name("blocks on disk"),
                Table.number("%.1f B/span (%,d spans in %d blocks)", (double) bytes / spans, spans, blocks.size()),
                "≤ 42 B/span");
        table.row(reporting.name("files on disk"), parts(sizes), "");
        table.write(command.commandLine().getOut(), reporting.table);
        return 0;
    }

    private static String parts(Map<String, Long> sizes) {
        return sizes.entrySet().stream()
                .map(part -> part.getKey() + Table.number(" %.1f MiB", part.getValue() / 1024.0 / 1024))
                .collect(Collectors.joining(", "));
    }
}
