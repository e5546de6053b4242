import { apiRange } from "../routing/range";
import type { Order } from "../routing/route";
import { getJson, HttpError } from "./http";
import { readLines } from "./lines";

/** One found trace, in the shape of Tempo's search: fields of value zero are absent. */
export interface FoundTrace {
  traceID: string;
  rootServiceName?: string;
  rootTraceName?: string;
  startTimeUnixNano?: string;
  durationMs?: number;
  spanSets?: { matched?: number }[];
  serviceStats?: Record<string, { spanCount?: number; errorCount?: number }>;
}

/** What a search has found so far. */
export interface Found {
  traces: FoundTrace[];
  /** From 0 to 1. */
  progress: number;
  /** Where the next part begins, if there is one. */
  cursor?: string;
  warnings: string[];
  /** What was read for it, once all is. */
  inspected?: { spans: number; bytes: number };
}

/** A line of the answer: more traces with how far the search has come, and at last the rest and the figures. */
export interface SearchLine {
  traces?: FoundTrace[];
  metrics?: {
    completedJobs?: number;
    totalJobs?: number;
    inspectedSpans?: string;
    inspectedBytes?: string;
  };
  total?: number;
  cursor?: string;
  warnings?: string[];
  status?: string;
  error?: string;
}

export const PAGE_SIZE = 50;

export interface SearchQuestion {
  query: string;
  range: string;
  order: Order;
  cursor?: string | undefined;
}

export function searchUrl(question: SearchQuestion, nowMillis: number): string {
  const parameters = new URLSearchParams({
    q: question.query,
    limit: String(PAGE_SIZE),
    ...apiRange(question.range, nowMillis),
  });
  if (question.order !== "start") parameters.set("sort", question.order);
  if (question.cursor) parameters.set("cursor", question.cursor);
  else if (question.order === "start") parameters.set("stream", "true");
  return `/api/rubato/search?${parameters}`;
}

/** Searches; `show` is called with what is known each time more is, and once at the end. */
export async function search(
  question: SearchQuestion,
  nowMillis: number,
  signal: AbortSignal,
  show: (found: Found) => void,
): Promise<Found> {
  let found: Found = { traces: [], progress: 0, warnings: [] };
  await readLines<SearchLine>(searchUrl(question, nowMillis), signal, (line) => {
    found = joined(found, line);
    show(found);
  });
  return { ...found, progress: 1 };
}

/** How many traces match in all. */
export async function countTraces(
  query: string,
  range: string,
  nowMillis: number,
  signal: AbortSignal,
): Promise<number> {
  const parameters = new URLSearchParams({
    q: query,
    limit: "1",
    ...apiRange(range, nowMillis),
    total: "true",
  });
  return (await getJson<SearchLine>(`/api/rubato/search?${parameters}`, signal)).total ?? 0;
}

export function joined(found: Found, line: SearchLine): Found {
  if (line.error) throw new HttpError(500, line.error);
  const next: Found = {
    ...found,
    traces: [...found.traces, ...(line.traces ?? [])],
    progress: line.status
      ? 1
      : (line.metrics?.completedJobs ?? 0) / Math.max(1, line.metrics?.totalJobs ?? 1),
    warnings: line.warnings ?? found.warnings,
  };
  if (line.cursor !== undefined) next.cursor = line.cursor;
  if (line.status && line.metrics) {
    next.inspected = {
      spans: Number(line.metrics.inspectedSpans ?? 0),
      bytes: Number(line.metrics.inspectedBytes ?? 0),
    };
  }
  return next;
}
