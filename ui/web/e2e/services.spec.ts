import { describe, expect, inject, test } from "vitest";
import { expectRefusal, open } from "./browser";
import { KNOWN } from "./knownTraces";

const url = inject("url");

/** What the server answers, of a kitchen garden's shop. */
const GRAPH = {
  nodes: [
    { service: "web", kind: "service", calls: 50, errors: 0, avgNs: 4e7, p50Ns: 3e7, p95Ns: 1e8, p99Ns: 2e8 },
    {
      service: "shop",
      kind: "service",
      calls: 40,
      errors: 2,
      avgNs: 4e7,
      p50Ns: 3e7,
      p95Ns: 9e7,
      p99Ns: 2e8,
    },
    { service: "postgresql", kind: "database", calls: 80, errors: 0, p95Ns: 4e6 },
    { service: "ads", kind: "service", calls: 9, errors: 0, p95Ns: 1e6 },
  ],
  edges: [
    {
      client: "web",
      server: "shop",
      kind: "call",
      calls: 40,
      errors: 2,
      clientP95Ns: 9.5e7,
      serverP95Ns: 9e7,
    },
    { client: "shop", server: "postgresql", kind: "database", calls: 80, errors: 0, clientP95Ns: 4e6 },
    { client: "web", server: "ads", kind: "messaging", calls: 9, errors: 0 },
  ],
  spans: 179,
};

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

  test("the graph shows who calls whom, and the paths through a service", async () => {
    const page = await open(`${url}/services?view=graph`, {
      prepare: async (fresh) => {
        await fresh.route("**/api/rubato/graph?*", (route) => route.fulfill({ json: GRAPH }));
      },
    });
    const shop = page.getByRole("button", { name: /^shop: 40 calls, p95 90 ms, 5.0% errors/ });
    await shop.focus();
    await page.keyboard.press("Enter");
    expect(await page.locator(".graph-node.faded").count()).toBe(1);
    await page.getByRole("complementary", { name: "shop" }).getByText("Called by").waitFor();
    const call = page.getByRole("row").filter({ hasText: "web" }).filter({ hasText: "shop" });
    await call.getByRole("link", { name: "traces" }).click();
    await page.waitForURL(/resource\.service\.name/);
  });

  test("the graph is that of the stored spans", async () => {
    const page = await open(`${url}/services?view=graph`);
    await page.getByRole("button", { name: new RegExp(`^${KNOWN.service}: `) }).waitFor();
  });

  test("a filter that is wrong shows where", async () => {
    for (const view of ["table", "graph"]) {
      const page = await open(`${url}/services?view=${view}&q=${encodeURIComponent("{ nam = 3 }")}`);
      await page.getByRole("alert").getByText("did you mean name?").waitFor();
      expect(await page.locator(".error-place mark").textContent()).toBe("n");
    }
    expectRefusal();
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
