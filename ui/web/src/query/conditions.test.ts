import { expect, test } from "vitest";
import {
  attributeName,
  parseConditions,
  setCondition,
  textOf,
  withCondition,
  writeConditions,
} from "./conditions";

test.each([
  "{}",
  '{ resource.service.name = "a \\"b\\" && c" }',
  '{ name = "GET /x" && duration >= 100ms && status = error }',
  '{ span."with space" =~ `a.*` && .x != -1.5 }',
])("%s is read and written as it was", (query) => {
  const conditions = parseConditions(query);
  expect(conditions).not.toBeNull();
  expect(writeConditions(conditions ?? [])).toBe(query);
});

test.each([
  "",
  "{ true }",
  '{ name = "a" || name = "b" }',
  '{ name = "a" } >> { name = "b" }',
  '{ name = "a" } | count() > 2',
  '{ name = "a',
  "{ duration > 1s && }",
  "{ 1 = name }{",
])("%s is more than the form shows", (query) => {
  expect(parseConditions(query)).toBeNull();
});

test("a filter replaces what contradicts it and is added to any query", () => {
  const service = { attribute: "resource.service.name", operator: "=", value: '"b"' };
  expect(withCondition("{}", service)).toBe('{ resource.service.name = "b" }');
  expect(withCondition('{ resource.service.name = "a" && duration > 1s }', service)).toBe(
    '{ duration > 1s && resource.service.name = "b" }',
  );
  const shorter = { attribute: "duration", operator: "<", value: "2s" };
  expect(withCondition("{ duration > 1s && duration <= 5s }", shorter)).toBe(
    "{ duration > 1s && duration < 2s }",
  );
  expect(withCondition("{} >> {}", shorter)).toBe("{} >> {} | { duration < 2s }");
  const not = { attribute: "name", operator: "!=", value: '"a"' };
  expect(withCondition('{ name != "b" }', not)).toBe('{ name != "b" && name != "a" }');
});

test("a field of the form is set and taken away where it stands", () => {
  const conditions = parseConditions('{ name = "a" && duration >= 1s && kind = server }') ?? [];
  expect(textOf(conditions, "name")).toBe("a");
  expect(textOf(conditions, "duration", [">=", ">"])).toBe("1s");
  expect(textOf(conditions, "status")).toBe("");
  expect(writeConditions(setCondition(conditions, "duration", [">=", ">"], "2s"))).toBe(
    '{ name = "a" && duration >= 2s && kind = server }',
  );
  expect(writeConditions(setCondition(conditions, "name", ["="], null))).toBe(
    "{ duration >= 1s && kind = server }",
  );
});

test("names with signs are quoted", () => {
  expect(attributeName("span", "http.route")).toBe("span.http.route");
  expect(attributeName("span", "a b")).toBe('span."a b"');
});
