import { DEFAULT_RANGE, parseRange } from "./range";

/** The order of found traces, the greatest first. */
export type Order = "start" | "duration" | "errors";

/** A page of the application with what its URL says. */
export type Route =
  | { page: "search"; query: string; range: string; order: Order; live: boolean; by: string }
  | { page: "services"; range: string; query: string; view: "table" | "graph"; chosen: string | null }
  | { page: "service"; name: string; range: string }
  | { page: "compare"; parameters: Parameters }
  | { page: "llm"; parameters: Parameters }
  | { page: "metrics"; query: string; range: string }
  | { page: "status" }
  | { page: "trace"; id: string; span: string | null; look?: Parameters }
  | { page: "unknown"; path: string };

/** Names and values after the question mark of a URL. */
export type Parameters = Readonly<Record<string, string>>;

export type TraceRoute = Extract<Route, { page: "trace" }>;
export type SearchRoute = Extract<Route, { page: "search" }>;
export type ServicesRoute = Extract<Route, { page: "services" }>;
export type ServiceRoute = Extract<Route, { page: "service" }>;
export type MetricsRoute = Extract<Route, { page: "metrics" }>;

export const ALL_SPANS = "{}";
/** The attribute that spans are grouped by where nothing else is chosen. */
const SERVICE = "resource.service.name";
export const DEFAULT_METRIC = "{} | rate() by (resource.service.name)";

export const DEFAULT_SEARCH: SearchRoute = {
  page: "search",
  query: ALL_SPANS,
  range: DEFAULT_RANGE,
  order: "start",
  live: false,
  by: SERVICE,
};
export const DEFAULT_SERVICES: ServicesRoute = {
  page: "services",
  range: DEFAULT_RANGE,
  query: ALL_SPANS,
  view: "table",
  chosen: null,
};
export const DEFAULT_METRICS: MetricsRoute = { page: "metrics", query: DEFAULT_METRIC, range: DEFAULT_RANGE };

export function parseRoute(path: string, search: string): Route {
  const parameters = new URLSearchParams(search);
  const range = parseRange(parameters.get("range"));
  const query = parameters.get("q");
  switch (path.length > 1 ? path.replace(/\/$/, "") : path) {
    case "/":
    case "/index.html":
      return {
        page: "search",
        query: query || ALL_SPANS,
        range,
        order: parseOrder(parameters.get("sort")),
        live: parameters.get("live") === "on",
        by: parameters.get("by") || SERVICE,
      };
    case "/services":
      return {
        page: "services",
        range,
        query: query || ALL_SPANS,
        view: parameters.get("view") === "graph" ? "graph" : "table",
        chosen: parameters.get("service"),
      };
    case "/compare":
      return { page: "compare", parameters: Object.fromEntries(parameters) };
    case "/llm":
      return { page: "llm", parameters: Object.fromEntries(parameters) };
    case "/metrics-explorer":
      return { page: "metrics", query: query || DEFAULT_METRIC, range };
    case "/status":
      return { page: "status" };
  }
  const named = /^\/(trace|services)\/([^/]+)\/?$/.exec(path);
  const name = named?.[2] && decoded(named[2]);
  if (!name) return { page: "unknown", path };
  if (named[1] === "services") return { page: "service", name, range };
  const { span = null, ...look } = Object.fromEntries(parameters);
  return { page: "trace", id: name, span, ...(Object.keys(look).length > 0 && { look }) };
}

/** The URL of a page; what is as by default is left out. */
export function urlOf(route: Route): string {
  switch (route.page) {
    case "search":
      return withParameters("/", {
        q: unless(ALL_SPANS, route.query),
        range: unless(DEFAULT_RANGE, route.range),
        sort: unless("start", route.order),
        live: route.live ? "on" : null,
        by: unless(SERVICE, route.by),
      });
    case "services":
      return withParameters("/services", {
        q: unless(ALL_SPANS, route.query),
        range: unless(DEFAULT_RANGE, route.range),
        view: unless("table", route.view),
        service: route.chosen,
      });
    case "service":
      return withParameters(`/services/${encodeURIComponent(route.name)}`, {
        range: unless(DEFAULT_RANGE, route.range),
      });
    case "compare":
    case "llm":
      return withParameters(`/${route.page}`, route.parameters);
    case "metrics":
      return withParameters("/metrics-explorer", {
        q: unless(DEFAULT_METRIC, route.query),
        range: unless(DEFAULT_RANGE, route.range),
      });
    case "status":
      return "/status";
    case "trace":
      return withParameters(`/trace/${encodeURIComponent(route.id)}`, {
        span: route.span,
        ...route.look,
      });
    case "unknown":
      return route.path;
  }
}

function withParameters(path: string, values: Readonly<Record<string, string | null>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value) parameters.set(name, value);
  return parameters.size === 0 ? path : `${path}?${parameters}`;
}

function unless(usual: string, value: string): string | null {
  return value === usual ? null : value;
}

function parseOrder(text: string | null): Order {
  return text === "duration" || text === "errors" ? text : "start";
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
