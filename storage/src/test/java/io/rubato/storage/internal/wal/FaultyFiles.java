package io.rubato.storage.internal.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Files of the operating system on a disk that can be filled, slowed and broken.
final class FaultyFiles implements LogFiles {
    /// Bytes that may still be added to files; a write that needs more stops in the middle.
    final AtomicLong room = new AtomicLong(Long.MAX_VALUE);

    final AtomicInteger forces = new AtomicInteger();
    volatile boolean failForce;
    volatile boolean roomForSpares = true;
    volatile CountDownLatch forceGate = new CountDownLatch(0);

    @Override
    public LogFile open(Path path) throws IOException {
        if (!roomForSpares && path.getFileName().toString().startsWith("spare-")) {
            throw new IOException("No space left on device");
        }
        return new Faulty(LogFiles.SYSTEM.open(path));
    }

    private final class Faulty implements LogFile {
        private final LogFile file;

        Faulty(LogFile file) {
            this.file = file;
        }

        @Override
        public void write(ByteBuffer source, long offset) throws IOException {
            long needed = Math.max(0, offset + source.remaining() - Math.max(offset, file.size()));
            long missing = needed - room.get();
            if (missing > 0) {
                file.write(source.limit((int) (source.limit() - missing)), offset);
                room.set(0);
                throw new IOException("No space left on device");
            }
            room.addAndGet(-needed);
            file.write(source, offset);
        }

        @Override
        public int read(ByteBuffer target, long offset) throws IOException {
            return file.read(target, offset);
        }

        @Override
        public void force() throws IOException {
            try {
                forceGate.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (failForce) {
                throw new IOException("Input/output error");
            }
            forces.incrementAndGet();
            file.force();
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
