package io.rubato.cli;

import io.rubato.cli.BlockFiles.Named;
import io.rubato.storage.inspect.BlockFileInspector;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `rubato block export`.
@Command(
        name = "export",
        description = {
            "Writes the spans of blocks as OTLP, one request for each trace of each block.",
            "Spans that are not in a block yet are not in it. Traces that were moved to another block are left out,",
            "unless a block is named by its file."
        },
        mixinStandardHelpOptions = true)
final class BlockExportCommand implements Callable<Integer> {
    private static final int BUFFER = 1 << 16;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private BlockFiles files = new BlockFiles();

    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            description = "ndjson: OTLP/JSON, one request a line; otlp: protobuf, one TracesData in all.")
    private String format = "";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to; replaced only when all is written. Default: standard output")
    private @Nullable Path target;

    @Option(names = "--all", description = "All blocks of the data directory.")
    private boolean all;

    @Parameters(paramLabel = "FILE|ID", arity = "0..*", description = "Blocks.")
    private List<String> blocks = List.of();

    @Override
    public Integer call() throws IOException {
        ExportFormat wanted = format();
        if (all == !blocks.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "export: either blocks or --all must be given");
        }
        List<Named> sources = new ArrayList<>(all ? files.all() : List.of());
        for (String block : blocks) {
            sources.add(files.find(block));
        }
        if (target == null) {
            try (OutputStream out = new KeptOpen()) {
                export(sources, wanted, out);
            }
        } else if (Files.exists(target) && !Files.isRegularFile(target)) {
            // A pipe or a device cannot be replaced.
            try (OutputStream out = Files.newOutputStream(target)) {
                export(sources, wanted, out);
            }
        } else {
            try (NewFile file = NewFile.beside(target)) {
                export(sources, wanted, file.content());
                file.commit();
            }
        }
        return 0;
    }

    private static void export(List<Named> sources, ExportFormat format, OutputStream target) throws IOException {
        OutputStream out = new BufferedOutputStream(target, BUFFER);
        for (Named source : sources) {
            try (BlockFileInspector inspector = source.open()) {
                inspector.forEachTrace(trace -> format.write(trace, out));
            }
        }
        out.flush();
    }

    private ExportFormat format() {
        return switch (format) {
            case "ndjson" -> ExportFormat.NDJSON;
            case "otlp" -> ExportFormat.OTLP;
            case "parquet" ->
                throw new ParameterException(
                        spec.commandLine(), "--format parquet is not supported yet (ndjson, otlp)");
            default ->
                throw new ParameterException(
                        spec.commandLine(),
                        "--format is '" + format.toLowerCase(Locale.ROOT) + "', expected ndjson or otlp");
        };
    }

    /// Standard output as bytes, which is not ours to close.
    private static final class KeptOpen extends FilterOutputStream {
        KeptOpen() {
            super(new FileOutputStream(java.io.FileDescriptor.out));
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
