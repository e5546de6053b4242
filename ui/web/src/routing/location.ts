import { useSyncExternalStore } from "react";
import { parseRoute, type Route, urlOf } from "./route";

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}

/** The page that the address bar names; the component is drawn again when that changes. */
export function useRoute(): Route {
  const url = useSyncExternalStore(subscribe, () => window.location.pathname + window.location.search);
  const { pathname, search } = new URL(url, window.location.origin);
  return parseRoute(pathname, search);
}

export function navigate(route: Route, how: "push" | "replace" = "push"): void {
  if (how === "push") window.history.pushState(null, "", urlOf(route));
  else window.history.replaceState(null, "", urlOf(route));
  for (const listener of listeners) listener();
}
