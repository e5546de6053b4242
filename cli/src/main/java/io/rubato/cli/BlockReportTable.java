package io.rubato.cli;

import io.rubato.storage.inspect.BlockReport;
import io.rubato.storage.inspect.BlockReport.Part;
import io.rubato.storage.inspect.DeadTraces;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A block report for people.
record BlockReportTable(PrintWriter out) {
    private static final int NAME_WIDTH = 44;

    /// @param dead which of its traces are dead, null when that is not known
    void print(BlockReport report, @Nullable DeadTraces dead) {
        out.println("block " + report.name() + ", format version " + report.formatVersion());
        out.println(number(report.bytes()) + " bytes, "
                + (report.spans() == 0 ? "" : perSpan(report.bytes(), report) + " a span, ")
                + report.morsels() + " morsels, footer " + number(report.footerBytes()) + " bytes");
        out.println(number(report.spans()) + " spans, " + number(report.traces()) + " traces (" + report.lateTraces()
                + " of them also in older blocks), " + number(report.events()) + " events, " + number(report.links())
                + " links");
        if (dead != null && dead.traces() > 0) {
            out.println(number(dead.spans()) + " spans, " + number(dead.traces())
                    + " traces of these are dead: they were moved to other blocks and do not count here");
        }
        if (report.spans() > 0) {
            out.println("from " + time(report.minStart()) + " to " + time(report.maxEnd()));
        }
        out.println();
        line("share", "bytes", "a span", "values", "part", "encodings (chunks)");
        for (Part part : report.parts()) {
            print(part, report);
        }
    }

    private void print(Part part, BlockReport report) {
        line(
                String.format(Locale.ROOT, "%.1f%%", 100.0 * part.bytes() / report.bytes()),
                number(part.bytes()),
                perSpan(part.bytes(), report),
                part.values() < 0 ? "" : number(part.values()),
                name(part),
                part.encodings().entrySet().stream()
                        .map((Map.Entry<String, Integer> entry) -> entry.getKey() + " (" + entry.getValue() + ")")
                        .collect(Collectors.joining(", ")));
    }

    private static String name(Part part) {
        String name = part.attribute() ? "." + part.name() : part.name();
        return part.level() + (part.attribute() ? "" : " ") + name + " [" + part.type() + "]";
    }

    private void line(String share, String bytes, String perSpan, String values, String name, String encodings) {
        out.println(String.format(
                        Locale.ROOT,
                        "%6s %14s %8s %14s  %-" + NAME_WIDTH + "s  %s",
                        share,
                        bytes,
                        perSpan,
                        values,
                        name,
                        encodings)
                .stripTrailing());
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String perSpan(long bytes, BlockReport report) {
        return report.spans() == 0 ? "" : String.format(Locale.ROOT, "%.2f", (double) bytes / report.spans());
    }

    private static Instant time(long nanos) {
        return Instant.EPOCH.plus(nanos, ChronoUnit.NANOS);
    }
}
