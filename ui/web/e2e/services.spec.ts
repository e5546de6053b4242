import { describe, expect, inject, test } from "vitest";
import { open } from "./browser";
import { KNOWN } from "./knownTraces";

const url = inject("url");

describe("services", () => {
  test("each service has its rate, errors and durations, in any order", async () => {
    const page = await open(`${url}/services`);
    const row = page.getByRole("row").filter({ hasText: KNOWN.service });
    await row.waitFor();
    expect(await row.textContent()).toContain("17%");
    await page.getByRole("button", { name: "P99" }).click();
    expect(await page.getByRole("columnheader", { name: "P99" }).getAttribute("aria-sort")).toBe(
      "descending",
    );
    await row.getByRole("link", { name: "errors" }).click();
    await page.getByRole("heading", { name: "1 trace", exact: true }).waitFor();
  });

  test("a service has its operations and charts with traces behind", async () => {
    const page = await open(`${url}/services`);
    await page.getByRole("link", { name: KNOWN.service }).click();
    await page.getByRole("row").filter({ hasText: "POST /orders" }).waitFor();
    await page.getByRole("row").filter({ hasText: "call oven" }).waitFor();
    await page.getByRole("figure", { name: "Duration" }).waitFor();
    await page.getByRole("region", { name: "Exemplars" }).getByRole("link").first().click();
    await page.getByRole("heading", { name: /POST \/orders/ }).waitFor();
  });

  test("a filter narrows the services", async () => {
    const page = await open(`${url}/services`);
    await page.getByRole("row").filter({ hasText: "gateway" }).first().waitFor();
    await page.getByRole("combobox", { name: "Only spans that match" }).fill('{ .order.size = "large" }');
    await page.keyboard.press("Enter");
    await page.getByRole("row").filter({ hasText: "gateway" }).first().waitFor({ state: "detached" });
    expect(await page.locator(".red tbody tr").count()).toBe(1);
  });
});
