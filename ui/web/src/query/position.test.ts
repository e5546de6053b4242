import { expect, test } from "vitest";
import { errorPlace } from "./position";

test("line and column are a place in the text", () => {
  expect(errorPlace("parse error at line 1, col 3: unknown identifier: nam", "{ nam = 3 }")).toBe(2);
  expect(errorPlace("parse error at line 2, col 2: x", "{\nab }")).toBe(3);
  expect(errorPlace("parse error at line 1, col 99: unfinished", "{ a")).toBe(3);
  expect(errorPlace("the query took too long", "{}")).toBeNull();
});
