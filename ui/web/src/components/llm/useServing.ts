import { useQuery } from "@tanstack/react-query";
import { metricsTotal } from "../../api/metrics";
import { measureOf, REQUESTS, SERVINGS, type Serving, servingOf } from "./serving";
import { over } from "./stageFigures";

/** The serving system that the URL names, else the first that has spans in the range; null until that is known. */
export function useServing(parameters: Readonly<Record<string, string>>, range: string): Serving | null {
  const named = parameters.serving;
  const found = useQuery({
    queryKey: ["serving", range],
    queryFn: ({ signal }) => detect(range, signal),
    enabled: !named,
    staleTime: 60_000,
  });
  const isKnown = named || found.isSuccess || found.isError;
  return isKnown ? servingOf(named || found.data, parameters) : null;
}

async function detect(range: string, signal: AbortSignal): Promise<string | undefined> {
  const counts = await Promise.all(
    SERVINGS.map(async (serving) => {
      const measure = measureOf(serving, "prefill") ?? measureOf(serving, REQUESTS);
      if (!measure) return 0;
      return (
        (await metricsTotal(over(measure, "count_over_time()"), range, Date.now(), signal))[0]?.value ?? 0
      );
    }),
  );
  return SERVINGS[counts.findIndex((count) => count > 0)]?.id;
}
