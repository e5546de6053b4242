/** How many spans had been received at a time, and the rate since the sample before. */
export interface RateSample {
  atMillis: number;
  received: number;
  /** Spans per second, null while there is only one sample. */
  rate: number | null;
}

/** The next sample; a count that went down is a restarted server, and measuring begins anew. */
export function nextSample(previous: RateSample | null, atMillis: number, received: number): RateSample {
  if (!previous || received < previous.received) return { atMillis, received, rate: null };
  const seconds = (atMillis - previous.atMillis) / 1000;
  if (seconds <= 0) return previous;
  return { atMillis, received, rate: (received - previous.received) / seconds };
}
