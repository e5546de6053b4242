import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { countTraces, type Found, type FoundTrace, search } from "../../api/search";
import type { SearchRoute } from "../../routing/route";

/** What the query of the URL finds, growing while the server looks. */
export function useSearch({ query, range, order }: SearchRoute, askedAt: number) {
  const client = useQueryClient();
  const queryKey = ["search", query, range, order, askedAt];
  return useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      search({ query, range, order }, askedAt, signal, (found) => {
        if (!signal.aborted) client.setQueryData(queryKey, found);
      }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
}

/** How many traces match in all; counted beside the search, which does not wait for it. */
export function useTotal({ query, range }: SearchRoute, askedAt: number, enabled: boolean) {
  return useQuery({
    queryKey: ["total", query, range, askedAt],
    queryFn: ({ signal }) => countTraces(query, range, askedAt, signal),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    retry: false,
    enabled,
  }).data;
}

export interface MoreTraces {
  traces: FoundTrace[];
  cursor: string | undefined;
  loading: boolean;
  failure: string | null;
}

/** The parts after the first, loaded one by one when they are asked for. */
export function useMore({ query, range, order }: SearchRoute, askedAt: number, first: Found | undefined) {
  const question = JSON.stringify([query, range, order, askedAt]);
  const [known, setKnown] = useState<{ question: string; more: MoreTraces } | null>(null);
  const asking = useRef<AbortController | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked for another question is of no use
  useEffect(() => () => asking.current?.abort(), [question]);
  const more =
    known?.question === question
      ? known.more
      : { traces: [], cursor: first?.cursor, loading: false, failure: null };
  const load = () => {
    if (!more.cursor || more.loading) return;
    const controller = new AbortController();
    asking.current = controller;
    const keep = (next: MoreTraces) => !controller.signal.aborted && setKnown({ question, more: next });
    keep({ ...more, loading: true, failure: null });
    search({ query, range, order, cursor: more.cursor }, askedAt, controller.signal, () => {}).then(
      (found) =>
        keep({
          traces: [...more.traces, ...found.traces],
          cursor: found.cursor,
          loading: false,
          failure: null,
        }),
      (e) => keep({ ...more, loading: false, failure: String(e.message) }),
    );
  };
  return { more, load };
}
