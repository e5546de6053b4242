import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { fetchCompletion } from "../../api/complete";
import { fetchAttributes, fetchValues } from "../../api/tags";

/** What is offered at the cursor; taking it replaces the text from start to end. */
export interface Suggestion {
  label: string;
  insert: string;
}

const FRESH_MILLIS = 30_000;

export function useAttributes(enabled = true) {
  return useQuery({
    queryKey: ["attributes"],
    queryFn: ({ signal }) => fetchAttributes(signal),
    staleTime: FRESH_MILLIS,
    enabled,
  });
}

export function useValues(attribute: string, enabled = true) {
  return useQuery({
    queryKey: ["values", attribute],
    queryFn: ({ signal }) => fetchValues(attribute, signal),
    staleTime: FRESH_MILLIS,
    enabled: enabled && attribute !== "",
    retry: false,
  });
}

/** What fits where the cursor is, with the part of the text that it replaces. */
export function useSuggestions(query: string, caret: number, enabled: boolean) {
  const { data } = useQuery({
    queryKey: ["complete", query, caret],
    queryFn: ({ signal }) => fetchCompletion(query, caret, signal),
    staleTime: FRESH_MILLIS,
    retry: false,
    enabled,
  });
  return useMemo(() => {
    const { from, to, candidates } = data ?? { from: caret, to: caret, candidates: [] };
    const written = query.slice(from, to);
    const items: Suggestion[] = candidates
      .filter((candidate) => candidate !== written)
      .map((candidate) => ({
        label: candidate,
        insert: candidate.endsWith("(") ? candidate : `${candidate} `,
      }));
    return { items, start: from, end: to };
  }, [data, query, caret]);
}
