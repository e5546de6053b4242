import { expect, test } from "vitest";
import { searchUrl } from "./search";

test("asks for whole seconds and never for more than the range", () => {
  const url = new URL(searchUrl('{ name = "a&b" }', 3600, 1_000_000_000_001), "http://localhost");
  expect(url.pathname).toBe("/api/search");
  expect(url.searchParams.get("q")).toBe('{ name = "a&b" }');
  expect(url.searchParams.get("limit")).toBe("50");
  const end = Number(url.searchParams.get("end"));
  expect(end).toBe(1_000_000_031);
  expect(end - Number(url.searchParams.get("start"))).toBe(3600);
});
