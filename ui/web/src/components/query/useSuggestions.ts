import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { fetchAttributes, fetchValues } from "../../api/tags";
import { completionAt, INTRINSICS, matching } from "../../query/completion";
import { literalOf } from "../../query/conditions";

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
  const completion = useMemo(() => completionAt(query, caret), [query, caret]);
  const attributes = useAttributes(enabled && completion.kind === "attribute").data;
  const values = useValues(completion.attribute ?? "", enabled && completion.kind === "value").data;
  const items = useMemo<Suggestion[]>(() => {
    const { kind, prefix } = completion;
    switch (kind) {
      case "attribute":
        return matching([...INTRINSICS, ...(attributes ?? [])], prefix).map((name) => ({
          label: name,
          insert: `${name} `,
        }));
      case "word":
        return matching(completion.words ?? [], prefix).map((word) => ({ label: word.trim(), insert: word }));
      case "value": {
        const known = new Map((values ?? []).map((value) => [value.value, value.type]));
        return matching([...known.keys()], prefix).map((value) => ({
          label: value,
          insert: `${literalOf(known.get(value) ?? "string", value)} `,
        }));
      }
    }
  }, [completion, attributes, values]);
  return { items, start: completion.start, end: completion.end };
}
