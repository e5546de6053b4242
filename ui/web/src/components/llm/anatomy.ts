import type { ModelRequest } from "../../api/requests";
import { STAGES, type StageId } from "./serving";

/** Spans of one trace that a stage is measured by, in the order of their starts. */
export interface StageSpan {
  spanId: string;
  /** Unix nanoseconds. */
  start: bigint;
  /** What was measured; nanoseconds. */
  duration: number;
  /** Whether that is an attribute's, which does not say when the stage began. */
  isAttribute: boolean;
}

/** A stage as it was in one request; times are nanoseconds since the request's start. */
export interface Phase {
  id: StageId;
  about: string;
  spanId: string;
  start: number;
  duration: number;
}

/** What a request's time went into; nanoseconds. */
export interface Anatomy {
  request: ModelRequest;
  duration: number;
  phases: Phase[];
  /** What is in none of the phases: routing, the network, and the frontend's own work. */
  rest: number;
  /** From the request's start to its first token, null if there was none. */
  timeToFirstToken: number | null;
  /** Between two tokens after the first, null if that is not known. */
  perToken: number | null;
}

/** Puts a request together with the spans of its stages. */
export function anatomyOf(request: ModelRequest, found: Partial<Record<StageId, StageSpan[]>>): Anatomy {
  const phases: Phase[] = [];
  for (const { id, about } of STAGES) {
    const [first, ...more] = found[id] ?? [];
    if (!first) continue;
    const before = phases.at(-1);
    phases.push({
      id,
      about,
      spanId: first.spanId,
      start:
        first.isAttribute && before
          ? before.start + before.duration
          : Number(first.start - BigInt(request.startNanos)),
      duration: more.reduce((sum, span) => sum + span.duration, first.duration),
    });
  }
  const duration = request.duration * 1e9;
  const of = (id: StageId) => phases.find((phase) => phase.id === id);
  const token = of("first token");
  const measured = request.timeToFirstToken * 1e9;
  const timeToFirstToken = measured > 0 ? measured : token ? token.start + token.duration : null;
  const later = request.outputTokens - 1;
  const decode = of("decode")?.duration ?? (timeToFirstToken === null ? null : duration - timeToFirstToken);
  return {
    request,
    duration,
    phases,
    rest: Math.max(0, duration - phases.reduce((sum, phase) => sum + phase.duration, 0)),
    timeToFirstToken,
    perToken: later > 0 && decode !== null ? decode / later : null,
  };
}
