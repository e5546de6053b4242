import { expect, test } from "vitest";
import { DEFAULT_METRICS, DEFAULT_SEARCH, DEFAULT_SERVICES, parseRoute, type Route, urlOf } from "./route";

const routes: [Route, string][] = [
  [DEFAULT_SEARCH, "/"],
  [
    { page: "search", query: '{ name = "a&b" }', range: "24h", order: "errors", live: true, by: "name" },
    "/?q=%7B+name+%3D+%22a%26b%22+%7D&range=24h&sort=errors&live=on&by=name",
  ],
  [{ ...DEFAULT_SEARCH, range: "1000-2000" }, "/?range=1000-2000"],
  [DEFAULT_SERVICES, "/services"],
  [{ ...DEFAULT_SERVICES, view: "graph", chosen: "a" }, "/services?view=graph&service=a"],
  [{ page: "service", name: "a/b c", range: "15m" }, "/services/a%2Fb%20c?range=15m"],
  [{ page: "compare", parameters: { a: "1", b: "2" } }, "/compare?a=1&b=2"],
  [{ page: "llm", parameters: {} }, "/llm"],
  [DEFAULT_METRICS, "/metrics-explorer"],
  [{ page: "status" }, "/status"],
  [{ page: "trace", id: "1a2b", span: null }, "/trace/1a2b"],
  [{ page: "trace", id: "a/b", span: "03.2" }, "/trace/a%2Fb?span=03.2"],
  [{ page: "trace", id: "1a", span: "2", look: { view: "flame" } }, "/trace/1a?span=2&view=flame"],
  [{ page: "unknown", path: "/nowhere" }, "/nowhere"],
];

test.each(routes)("%j has the URL %s, and back", (route, url) => {
  expect(urlOf(route)).toBe(url);
  const parsed = new URL(url, "http://localhost");
  expect(parseRoute(parsed.pathname, parsed.search)).toEqual(route);
});

test("what is not known is as by default", () => {
  expect(parseRoute("/", "?range=1y&live=maybe&q=&sort=colour")).toEqual(DEFAULT_SEARCH);
  expect(parseRoute("/services/", "")).toEqual(DEFAULT_SERVICES);
  expect(parseRoute("/trace/%", "")).toEqual({ page: "trace", id: "%", span: null });
});
