/** A page of the application with what its URL says. */
export type Route =
  | { page: "home"; query: string; range: string; live: boolean }
  | { page: "trace"; id: string; span: string | null }
  | { page: "unknown"; path: string };

export type HomeRoute = Extract<Route, { page: "home" }>;

export const RANGES: readonly { id: string; label: string; seconds: number }[] = [
  { id: "15m", label: "Last 15 minutes", seconds: 900 },
  { id: "1h", label: "Last hour", seconds: 3600 },
  { id: "6h", label: "Last 6 hours", seconds: 6 * 3600 },
  { id: "24h", label: "Last 24 hours", seconds: 24 * 3600 },
  { id: "7d", label: "Last 7 days", seconds: 7 * 24 * 3600 },
];

export const DEFAULT_HOME: HomeRoute = { page: "home", query: "{}", range: "1h", live: true };

export function rangeSeconds(id: string): number {
  return RANGES.find((range) => range.id === id)?.seconds ?? 3600;
}

export function parseRoute(path: string, search: string): Route {
  const parameters = new URLSearchParams(search);
  if (path === "/" || path === "/index.html") {
    const range = parameters.get("range") ?? "";
    return {
      page: "home",
      query: parameters.get("q") || DEFAULT_HOME.query,
      range: RANGES.some((known) => known.id === range) ? range : DEFAULT_HOME.range,
      live: parameters.get("live") !== "off",
    };
  }
  const trace = /^\/trace\/([^/]+)\/?$/.exec(path);
  if (trace?.[1]) return { page: "trace", id: decoded(trace[1]), span: parameters.get("span") };
  return { page: "unknown", path };
}

/** The URL of a page; what is as by default is left out. */
export function urlOf(route: Route): string {
  switch (route.page) {
    case "home": {
      const parameters = new URLSearchParams();
      if (route.query !== DEFAULT_HOME.query) parameters.set("q", route.query);
      if (route.range !== DEFAULT_HOME.range) parameters.set("range", route.range);
      if (!route.live) parameters.set("live", "off");
      return withParameters("/", parameters);
    }
    case "trace": {
      const parameters = new URLSearchParams();
      if (route.span) parameters.set("span", route.span);
      return withParameters(`/trace/${encodeURIComponent(route.id)}`, parameters);
    }
    case "unknown":
      return route.path;
  }
}

function withParameters(path: string, parameters: URLSearchParams): string {
  return parameters.size === 0 ? path : `${path}?${parameters}`;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
