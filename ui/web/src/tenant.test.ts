import { expect, test } from "vitest";
import { cleaned, currentTenant } from "./tenant";

test("a tenant is read from among other cookies", () => {
  expect(currentTenant("a=b; rubato-tenant=team-a|team-b; c=d")).toBe("team-a|team-b");
  expect(currentTenant("not-rubato-tenant=x")).toBe("");
  expect(currentTenant("")).toBe("");
});

test("what cannot name a tenant never gets into a cookie", () => {
  expect(cleaned("team-a; path=/x")).toBe("team-apathx");
  expect(cleaned(" it's-(ok)_!*.|b ")).toBe("it's-(ok)_!*.|b");
});
