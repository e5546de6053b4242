import { expect, test } from "vitest";
import type { AnyValue } from "../api/otlp";
import { type AttributeScope, attributeFilter } from "./filter";

const cases: [AttributeScope, string, AnyValue, string | null][] = [
  ["span", "http.route", { stringValue: "/a" }, '{ span.http.route = "/a" }'],
  ["resource", "host name", { stringValue: "x" }, '{ resource."host name" = "x" }'],
  ["span", "text", { stringValue: 'say "hi"\\\n' }, '{ span.text = "say \\"hi\\"\\\\\\n" }'],
  ["span", "count", { intValue: "42" }, "{ span.count = 42 }"],
  ["span", "ok", { boolValue: false }, "{ span.ok = false }"],
  ["event", "ratio", { doubleValue: 2 }, "{ event.ratio = 2.0 }"],
  ["span", "tiny", { doubleValue: 1e-9 }, null],
  ["span", "list", { arrayValue: { values: [] } }, null],
];

test.each(cases)("%s %s %j is found by %s", (scope, key, value, query) => {
  expect(attributeFilter(scope, key, value)).toBe(query);
});
