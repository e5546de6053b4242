package io.rubato.storage.scan;

/// The codes of a dictionary that occur in a batch.
///
/// @param dictionary of the column, or of the batch alone
/// @param codes exactly those that rows of the batch have, hidden ones included
public record OccurringCodes(Dictionary dictionary, Bits codes) {}
