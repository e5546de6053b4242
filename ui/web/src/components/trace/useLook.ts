import { useCallback, useMemo, useRef } from "react";
import { navigate } from "../../routing/location";
import type { TraceRoute } from "../../routing/route";
import { type Look, lookOf, parametersOf } from "./look";

/** How the trace of a URL is looked at, and the ways to change that and the span that is chosen. */
export function useLook(route: TraceRoute) {
  const latest = useRef(route);
  latest.current = route;
  const look = useMemo(() => lookOf(route.look), [route.look]);
  const go = useCallback((next: TraceRoute) => {
    // Known at once: a second change may come before the first is drawn.
    latest.current = next;
    navigate(next, "replace");
  }, []);
  const change = useCallback(
    (part: Partial<Look>) => {
      const { look: known, ...rest } = latest.current;
      const parameters = parametersOf({ ...lookOf(known), ...part });
      go({ ...rest, ...(Object.keys(parameters).length > 0 && { look: parameters }) });
    },
    [go],
  );
  const select = useCallback((span: string | null) => go({ ...latest.current, span }), [go]);
  return { look, change, select };
}
