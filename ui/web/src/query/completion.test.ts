import { expect, test } from "vitest";
import { completionAt, matching } from "./completion";

function at(marked: string) {
  const caret = marked.indexOf("^");
  return completionAt(marked.replace("^", ""), caret);
}

test.each([
  ["^", "word", ""],
  ["{ ^", "attribute", ""],
  ["{ res^", "attribute", "res"],
  ['{ name = "a" && stat^ }', "attribute", "stat"],
  ["{ status ^", "word", ""],
  ['{ name = "a" ^', "word", ""],
  ["{} | ra^", "word", "ra"],
  ["{} | rate() by (^", "attribute", ""],
  ["{} | quantile_over_time(dur^", "attribute", "dur"],
])("at %s comes %s after %j", (query, kind, prefix) => {
  const completion = at(query);
  expect(completion.kind).toBe(kind);
  expect(completion.prefix).toBe(prefix);
});

test("a value is looked up by the attribute before it, and replaced whole", () => {
  expect(at('{ resource.service.name = "fro^ntend" && x = 1 }')).toEqual({
    kind: "value",
    attribute: "resource.service.name",
    prefix: "fro",
    start: 26,
    end: 36,
  });
  expect(at("{ status = ^")).toMatchObject({ kind: "value", attribute: "status", prefix: "", start: 11 });
  expect(at('{ name = "a^')).toMatchObject({
    kind: "value",
    attribute: "name",
    prefix: "a",
    start: 9,
    end: 11,
  });
});

test("what begins as written comes first", () => {
  expect(matching(["span.http.name", "name", "status"], "na")).toEqual(["name", "span.http.name"]);
  expect(matching(["name"], "name")).toEqual([]);
});
