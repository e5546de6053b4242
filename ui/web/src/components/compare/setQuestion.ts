import { parseRange } from "../../routing/range";
import type { Parameters } from "../../routing/route";

/** What is selected: the errors, the slowest twentieth, or what a filter of the reader's says. */
export type SelectionKind = "errors" | "slow" | "own";

/** Which sets are compared. */
export interface SetQuestion {
  /** The spans of both sets, a filter of TraceQL. */
  base: string;
  kind: SelectionKind;
  /** The filter of the selection; of the slow ones it is known only when P95 is. */
  selection: string | null;
  range: string;
}

export const ROOT_SPANS = "{ nestedSetParent < 0 }";

export function questionOf(parameters: Parameters): SetQuestion {
  const kind = kindOf(parameters.by);
  const selection =
    kind === "errors" ? "{ status = error }" : kind === "own" ? (parameters.selection ?? "") : null;
  return {
    base: parameters.q || ROOT_SPANS,
    kind,
    selection: selection === "" ? "{ status = error }" : selection,
    range: parseRange(parameters.range ?? null),
  };
}

export function parametersOf({ base, kind, selection, range }: SetQuestion): Parameters {
  return {
    of: "sets",
    by: kind,
    range,
    ...(base !== ROOT_SPANS && { q: base }),
    ...(kind === "own" && selection && { selection }),
  };
}

function kindOf(text: string | undefined): SelectionKind {
  return text === "slow" || text === "own" ? text : "errors";
}
