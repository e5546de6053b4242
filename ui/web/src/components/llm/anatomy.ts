import type { Row } from "../../trace/tree";

/** The steps of a request that is served by a prefill and a decode worker, in their order. */
export const STEPS = [
  { id: "prefill queue", component: "prefill", span: "queue", about: "waits for the prefill engine" },
  { id: "prefill", component: "prefill", span: "prefill", about: "reads the prompt into a key-value cache" },
  { id: "decode queue", component: "decode", span: "queue", about: "waits for the decode engine" },
  {
    id: "hand-over",
    component: "decode",
    span: "kv_transfer",
    about: "the cache comes to the decode worker",
  },
  { id: "first token", component: "decode", span: "first_token", about: "the first token is made" },
  { id: "decode", component: "decode", span: "decode", about: "all other tokens are made" },
] as const;

export type StepId = (typeof STEPS)[number]["id"];

/** A step as it was in one request; times are nanoseconds since the trace's start. */
export interface Phase {
  id: StepId;
  row: Row;
  start: number;
  duration: number;
}

/** What a request's time went into. */
export interface Anatomy {
  request: Row;
  phases: Phase[];
  /** What is in none of the phases: routing, the network, and the frontend's own work. */
  rest: number;
  /** From the request's start to its first token, null if there was none. */
  timeToFirstToken: number | null;
}

/** Takes a request apart, null where the trace has none of the steps of serving a model. */
export function anatomyOf(rows: Row[]): Anatomy | null {
  const request = rows.find((row) => row.span.name === "http-request") ?? rows[0];
  if (!request) return null;
  const prefillWork = workAround(rows, ["prefill"]);
  const decodeWork =
    workAround(rows, ["decode", "first_token", "kv_transfer"]) ?? secondQueue(rows, prefillWork);
  const around = { prefill: prefillWork ?? firstQueue(rows, decodeWork), decode: decodeWork };
  const phases: Phase[] = [];
  for (const { id, component, span } of STEPS) {
    const parent = around[component];
    const row = rows.find((one) => one.span.name === span && one.span.parentId === parent);
    if (parent === null || !row) continue;
    phases.push({ id, row, start: row.span.start, duration: Math.max(0, row.span.duration) });
  }
  if (phases.length === 0) return null;
  const inPhases = phases.reduce((sum, phase) => sum + phase.duration, 0);
  return {
    request,
    phases,
    rest: Math.max(0, request.span.duration - inPhases),
    timeToFirstToken: firstTokenOf(request, phases),
  };
}

/** The id of the span in which a worker does a request: the parent of the steps of these names. */
function workAround(rows: Row[], names: string[]): string | null {
  return rows.find((row) => names.includes(row.span.name))?.span.parentId ?? null;
}

/** A request that was turned away in the first queue has no prefill. */
function firstQueue(rows: Row[], decodeWork: string | null): string | null {
  const queue = rows.find((row) => row.span.name === "queue" && row.span.parentId !== decodeWork);
  return queue?.span.parentId ?? null;
}

function secondQueue(rows: Row[], prefillWork: string | null): string | null {
  if (prefillWork === null) return null;
  const queue = rows.find((row) => row.span.name === "queue" && row.span.parentId !== prefillWork);
  return queue?.span.parentId ?? null;
}

/** By the request's own event if it has one, else by the end of the step. */
function firstTokenOf(request: Row, phases: Phase[]): number | null {
  const step = phases.find((phase) => phase.id === "first token");
  if (!step) return null;
  const end = step.start + step.duration;
  const event = request.span.events.find((time) => time >= step.start);
  return (event ?? end) - request.span.start;
}
