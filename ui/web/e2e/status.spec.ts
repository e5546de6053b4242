import { describe, expect, inject, test } from "vitest";
import { open } from "./browser";

const url = inject("url");

describe("status", () => {
  test("says what is stored, what came in, and what was asked", async () => {
    await fetch(`${url}/api/search?q=${encodeURIComponent("{ status = error }")}`);
    const page = await open(`${url}/status`);
    await page.getByText("Taking spans").waitFor();
    await page
      .getByText(/spans\/s$/)
      .first()
      .waitFor();
    await page.getByText("No span was refused since the start.").waitFor();
    await page.getByRole("region", { name: "Slowest queries" }).getByRole("link").first().click();
    await page.waitForURL(/\/(metrics-explorer)?(\?|$)/);
  });

  test("says what was refused, and why", async () => {
    const refused = await fetch(`${inject("otlpUrl")}/v1/traces`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "no JSON",
    });
    expect(refused.status).toBe(400);
    const page = await open(`${url}/status`);
    await page.getByText(/refused since the start/).waitFor();
  });

  test("says what is on its way to blocks, and an older server says less", async () => {
    const page = await open(`${url}/status`);
    const heads = page.getByRole("region", { name: "On the way to blocks" });
    await heads.getByText("Heads hold about").waitFor();
    await heads.getByText("Write amplification").waitFor();
    const older = await open(`${url}/status`, {
      prepare: async (page) => {
        await page.route("**/api/rubato/status", async (route) => {
          const response = await route.fetch();
          const { heads: _heads, pieces: _pieces, ...status } = await response.json();
          await route.fulfill({ response, json: status });
        });
      },
    });
    const less = older.getByRole("region", { name: "On the way to blocks" });
    await less.getByText("Spans in heads").waitFor();
    expect(await less.getByRole("term").allTextContents()).toEqual(["Spans in heads", "Write-ahead log"]);
  });

  test("shows the configuration in force", async () => {
    const page = await open(`${url}/status`);
    await page.getByRole("button", { name: "all", exact: true }).click();
    await page.getByText("default_result_limit: 20").waitFor();
  });
});
