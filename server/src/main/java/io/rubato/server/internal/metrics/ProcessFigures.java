package io.rubato.server.internal.metrics;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.function.Consumer;

/// Memory, CPU, threads and garbage collection of this process, under the names Prometheus' own clients use.
public final class ProcessFigures implements Consumer<PrometheusText> {
    @Override
    public void accept(PrometheusText text) {
        cpuAndFiles(text);
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        text.family("jvm_memory_used_bytes", "gauge", "Memory in use.");
        text.sample("jvm_memory_used_bytes", Labels.of("area", "heap"), heap.getUsed());
        text.sample(
                "jvm_memory_used_bytes",
                Labels.of("area", "nonheap"),
                ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getUsed());
        text.family("jvm_memory_max_bytes", "gauge", "The most memory there may be.");
        text.sample("jvm_memory_max_bytes", Labels.of("area", "heap"), heap.getMax());
        text.single(
                "jvm_threads_current",
                "gauge",
                "Platform threads.",
                ManagementFactory.getThreadMXBean().getThreadCount());
        text.family("jvm_gc_collection_seconds", "summary", "Time spent collecting garbage.");
        for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
            Labels labels = Labels.of("gc", gc.getName());
            text.sample("jvm_gc_collection_seconds_count", labels, gc.getCollectionCount());
            text.sample("jvm_gc_collection_seconds_sum", labels, gc.getCollectionTime() / 1e3);
        }
    }

    private static void cpuAndFiles(PrometheusText text) {
        text.single(
                "process_start_time_seconds",
                "gauge",
                "When the process started, Unix time.",
                ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean os) {
            text.single("process_cpu_seconds_total", "counter", "CPU time used.", os.getProcessCpuTime() / 1e9);
        }
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os) {
            text.single("process_open_fds", "gauge", "Open files.", os.getOpenFileDescriptorCount());
        }
    }
}
