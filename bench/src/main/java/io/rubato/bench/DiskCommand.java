package io.rubato.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "disk",
        description = "Tells how many bytes each stored span takes on disk.",
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

    @Option(names = "--spans", required = true, description = "Spans stored there.")
    long spans;

    @Override
    public Integer call() throws IOException {
        CommandSpec command = Objects.requireNonNull(spec);
        Map<String, Long> sizes = DiskUsage.of(Objects.requireNonNull(data));
        Table table = reporting.table(command);
        double perSpan = (double) DiskUsage.total(sizes) / spans;
        table.row(reporting.name("on disk"), Table.number("%.1f B/span %s", perSpan, parts(sizes)), "≤ 42 B/span");
        table.write(command.commandLine().getOut(), reporting.table);
        return 0;
    }

    private static String parts(Map<String, Long> sizes) {
        StringBuilder text = new StringBuilder("(");
        sizes.forEach((name, size) -> {
            String separator = text.length() == 1 ? "" : ", ";
            text.append(separator).append(name).append(Table.number(" %.1f MiB", size / 1024.0 / 1024));
        });
        return text.append(")").toString();
    }
}
