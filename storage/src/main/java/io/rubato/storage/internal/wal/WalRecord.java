package io.rubato.storage.internal.wal;

/// One record as it comes back from the log.
///
/// @param type what the body holds
/// @param tenant whose it is
/// @param encoding how the body is compressed: 0 plain, 1 gzip, 2 zstd; the log does not look inside
/// @param body the bytes as they were appended; a fresh array that the receiver may keep
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, copied by nobody
public record WalRecord(Type type, String tenant, byte encoding, byte[] body) {
    /// What a record's body holds. Open: a code that this program does not know comes back as it was written.
    public record Type(byte code) {
        /// A request's spans as they were received.
        public static final Type SPANS = new Type((byte) 1);

        /// Spans carried over from a sealed head into the next one.
        public static final Type CARRIED = new Type((byte) 2);
    }
}
