import { useEffect, useState } from "react";
import { isMetric, rememberQuery } from "../../query/history";
import { navigate } from "../../routing/location";
import {
  DEFAULT_METRICS,
  type MetricsRoute,
  type SearchRoute,
  type ServicesRoute,
} from "../../routing/route";

/** A query that is being written, beside the one in force. */
export interface Draft {
  text: string;
  write: (text: string) => void;
  /** Puts a query into force: the page's usual one if it is empty, and the same one again where it is asked again. */
  ask: (text: string) => void;
}

/** The draft of the query of a page; it follows the one in force, which is in the URL. */
export function useDraft(
  route: SearchRoute | ServicesRoute | MetricsRoute,
  usual: string,
  again: () => void,
): Draft {
  const [text, write] = useState(route.query);
  useEffect(() => write(route.query), [route.query]);
  const ask = (asked: string) => {
    const query = asked.trim() || usual;
    write(query);
    if (query !== usual) rememberQuery(query);
    if (route.page === "search" && isMetric(query)) {
      navigate({ ...DEFAULT_METRICS, query, range: route.range });
    } else if (query === route.query) again();
    else navigate({ ...route, query });
  };
  return { text, write, ask };
}
