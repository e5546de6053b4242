package io.rubato.storage.internal.block;

import java.util.Arrays;

/// A morsel's fixed columns while its rows are gathered. Reused from morsel to morsel.
final class MorselBuffer {
    int rows;
    long[] spanIds = new long[8192];
    int[] depths = new int[8192];
    long[] starts = new long[8192];
    long[] durations = new long[8192];
    int[] names = new int[8192];
    int[] kinds = new int[8192];
    int[] statuses = new int[8192];
    int[] origins = new int[8192];
    int[] eventCounts = new int[8192];
    int[] linkCounts = new int[8192];

    int roots;
    long[] rootParentIds = new long[1024];

    int traces;
    int[] traceRows = new int[1024];
    long[] traceStarts = new long[1024];
    byte[] traceIds = new byte[16 * 1024];

    int events;
    long[] eventTimes = new long[256];
    int[] eventNames = new int[256];

    int links;
    long[] linkTraceIds = new long[128];
    long[] linkSpanIds = new long[64];

    long minStart;
    long maxStart;
    long maxEnd;
    long maxTraceStart;
    long minDuration;
    long maxDuration;

    void clear() {
        rows = 0;
        roots = 0;
        traces = 0;
        events = 0;
        links = 0;
        minStart = Long.MAX_VALUE;
        maxStart = Long.MIN_VALUE;
        maxEnd = Long.MIN_VALUE;
        maxTraceStart = Long.MIN_VALUE;
        minDuration = Long.MAX_VALUE;
        maxDuration = Long.MIN_VALUE;
    }

    void growRows() {
        int larger = spanIds.length * 2;
        spanIds = Arrays.copyOf(spanIds, larger);
        depths = Arrays.copyOf(depths, larger);
        starts = Arrays.copyOf(starts, larger);
        durations = Arrays.copyOf(durations, larger);
        names = Arrays.copyOf(names, larger);
        kinds = Arrays.copyOf(kinds, larger);
        statuses = Arrays.copyOf(statuses, larger);
        origins = Arrays.copyOf(origins, larger);
        eventCounts = Arrays.copyOf(eventCounts, larger);
        linkCounts = Arrays.copyOf(linkCounts, larger);
    }

    void addRootParent(long parentId) {
        if (roots == rootParentIds.length) {
            rootParentIds = Arrays.copyOf(rootParentIds, roots * 2);
        }
        rootParentIds[roots++] = parentId;
    }

    void addTrace(int spans, long start) {
        if (traces == traceRows.length) {
            traceRows = Arrays.copyOf(traceRows, traces * 2);
            traceStarts = Arrays.copyOf(traceStarts, traces * 2);
            traceIds = Arrays.copyOf(traceIds, traces * 32);
        }
        traceRows[traces] = spans;
        traceStarts[traces++] = start;
        maxTraceStart = Math.max(maxTraceStart, start);
    }

    void addEvent(long time, int name) {
        if (events == eventTimes.length) {
            eventTimes = Arrays.copyOf(eventTimes, events * 2);
            eventNames = Arrays.copyOf(eventNames, events * 2);
        }
        eventTimes[events] = time;
        eventNames[events++] = name;
    }

    void addLink(long traceHigh, long traceLow, long spanId) {
        if (links == linkSpanIds.length) {
            linkSpanIds = Arrays.copyOf(linkSpanIds, links * 2);
            linkTraceIds = Arrays.copyOf(linkTraceIds, links * 4);
        }
        linkTraceIds[2 * links] = traceHigh;
        linkTraceIds[2 * links + 1] = traceLow;
        linkSpanIds[links++] = spanId;
    }

    void addBounds(long start, long duration) {
        minStart = Math.min(minStart, start);
        maxStart = Math.max(maxStart, start);
        maxEnd = Math.max(maxEnd, start + Math.max(0, duration));
        minDuration = Math.min(minDuration, duration);
        maxDuration = Math.max(maxDuration, duration);
    }
}
