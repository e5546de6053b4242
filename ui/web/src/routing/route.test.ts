import { expect, test } from "vitest";
import { DEFAULT_HOME, parseRoute, type Route, urlOf } from "./route";

const routes: [Route, string][] = [
  [DEFAULT_HOME, "/"],
  [
    { page: "home", query: '{ name = "a&b" }', range: "24h", live: false },
    "/?q=%7B+name+%3D+%22a%26b%22+%7D&range=24h&live=off",
  ],
  [{ page: "trace", id: "1a2b", span: null }, "/trace/1a2b"],
  [{ page: "trace", id: "a/b", span: "03.2" }, "/trace/a%2Fb?span=03.2"],
  [{ page: "unknown", path: "/nowhere" }, "/nowhere"],
];

test.each(routes)("%j has the URL %s, and back", (route, url) => {
  expect(urlOf(route)).toBe(url);
  const parsed = new URL(url, "http://localhost");
  expect(parseRoute(parsed.pathname, parsed.search)).toEqual(route);
});

test("what is not known is as by default", () => {
  expect(parseRoute("/", "?range=1y&live=maybe&q=")).toEqual(DEFAULT_HOME);
  expect(parseRoute("/trace/%", "")).toEqual({ page: "trace", id: "%", span: null });
});
