import { useQuery } from "@tanstack/react-query";
import { metricsTotal } from "../../api/metrics";
import { fetchSpans, findRequest, type ModelRequest } from "../../api/requests";
import { nanosToMillis } from "../../format/time";
import { rangeOf } from "../../routing/range";
import { type Anatomy, anatomyOf, type StageSpan } from "./anatomy";
import { type Measure, measureOf, REQUESTS, type Serving, STAGES } from "./serving";

/** Takes a request apart, by its own id or its trace's; null if there is none. */
export function useAnatomy(id: string, serving: Serving) {
  return useQuery({
    queryKey: ["request", id, serving],
    queryFn: ({ signal }) => fetchAnatomy(id, serving, signal),
  });
}

async function fetchAnatomy(id: string, serving: Serving, signal: AbortSignal): Promise<Anatomy | null> {
  const { filter } = measureOf(serving, REQUESTS) ?? { filter: "true" };
  const request = await findRequest(id, filter, signal);
  if (!request) return null;
  const found = STAGES.map(async (stage) => {
    const measure = measureOf(serving, stage.id);
    return [stage.id, measure ? await spansOf(request, measure, signal) : []] as const;
  });
  return anatomyOf(request, Object.fromEntries(await Promise.all(found)));
}

async function spansOf(
  request: ModelRequest,
  { filter, field }: Measure,
  signal: AbortSignal,
): Promise<StageSpan[]> {
  const isAttribute = field !== "duration";
  const own = `{ trace:id = "${request.traceId}" && (${filter}) }`;
  const { spans, matched } = await fetchSpans(`${own} | select(${field})`, signal);
  const found = spans
    .map((span) => ({
      spanId: span.spanID,
      start: BigInt(span.startTimeUnixNano ?? 0),
      duration: isAttribute ? span.number(field) * 1e9 : Number(span.durationNanos ?? 0),
      isAttribute,
    }))
    .filter((span) => span.duration >= 0)
    .sort((a, b) => Number(a.start - b.start));
  const [first] = found;
  if (!first || matched <= spans.length) return found;
  const start = nanosToMillis(request.startNanos);
  const range = rangeOf({ start, end: start + request.duration * 1000 });
  const [sum] = await metricsTotal(`${own} | sum_over_time(${field})`, range, 0, signal);
  return [{ ...first, duration: (sum?.value ?? 0) * 1e9 }];
}
