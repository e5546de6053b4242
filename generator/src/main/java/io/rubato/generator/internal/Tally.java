package io.rubato.generator.internal;

import io.rubato.generator.TraceSample;
import io.rubato.generator.Truth;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Counts what was drawn. Not safe for use by several threads.
final class Tally {
    private static final int SAMPLES = 4_096;

    private final List<Operation> operations;
    private final long[] spans;
    private final long[] errors;
    private final long[] statuses = new long[600];
    private final List<TraceSample> samples = new ArrayList<>();
    private int stride = 1;
    private long traces;
    private long allSpans;
    private long bytes;

    Tally(List<Operation> operations) {
        this.operations = operations;
        spans = new long[operations.size()];
        errors = new long[operations.size()];
    }

    void span(Operation operation, boolean error, int status, int length) {
        spans[operation.id]++;
        if (error) {
            errors[operation.id]++;
        }
        statuses[status]++;
        allSpans++;
        bytes += length;
    }

    void trace(Trace trace, Operation root) {
        if (traces++ % stride == 0) {
            samples.add(sample(trace, root));
            if (samples.size() == SAMPLES) {
                thin();
            }
        }
    }

    private static TraceSample sample(Trace trace, Operation root) {
        boolean user = root.hasUser;
        return new TraceSample(
                text(trace.part(Part.TRACE)),
                user ? text(trace.part(Part.REQUEST)) : "",
                user ? text(trace.part(Part.USER)) : "",
                trace.start,
                trace.lastEnd,
                root.service.name,
                root.name,
                trace.spans,
                trace.errors);
    }

    /// Keeps every second sample, so that those left are spread evenly over all traces.
    private void thin() {
        for (int i = 0; i < SAMPLES / 2; i++) {
            samples.set(i, samples.get(2 * i));
        }
        samples.subList(SAMPLES / 2, SAMPLES).clear();
        stride *= 2;
    }

    private static String text(byte[] ascii) {
        return new String(ascii, StandardCharsets.US_ASCII);
    }

    long spans() {
        return allSpans;
    }

    Truth truth() {
        Map<String, Long> byService = new TreeMap<>();
        Map<String, Long> errorsByService = new TreeMap<>();
        Map<String, Long> byName = new TreeMap<>();
        for (Operation operation : operations) {
            byService.merge(operation.service.name, spans[operation.id], Long::sum);
            errorsByService.merge(operation.service.name, errors[operation.id], Long::sum);
            byName.merge(operation.name, spans[operation.id], Long::sum);
        }
        Map<Integer, Long> byStatus = new TreeMap<>();
        for (int status = 100; status < statuses.length; status++) {
            if (statuses[status] > 0) {
                byStatus.put(status, statuses[status]);
            }
        }
        return new Truth(allSpans, traces, bytes, byService, errorsByService, byName, byStatus, List.copyOf(samples));
    }
}
