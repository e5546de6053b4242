import { beforeAll, describe, expect, inject, test } from "vitest";
import { open, seriousFindings } from "./browser";
import { sendTrace, servedRequest } from "./sentTraces";

const url = inject("url");
const otlpUrl = inject("otlpUrl");

let usual = "";
let slow = "";
beforeAll(async () => {
  for (let i = 0; i < 45; i++) usual = await sendTrace(otlpUrl, servedRequest(`usual-${i}`, 5));
  for (let i = 0; i < 3; i++) slow = await sendTrace(otlpUrl, servedRequest(`slow-${i}`, 4000));
});

describe("compare", () => {
  test("a trace is compared with a typical one, and the reason is named", async () => {
    const page = await open(`${url}/trace/${slow}`);
    await page.getByRole("link", { name: "Compare with…" }).click();
    await page.getByRole("button", { name: "Compare with the typical trace" }).click();
    await page.getByText(/B took .* longer than A.* Most of it is dynamo-worker-prefill queue/).waitFor();
    await page.getByRole("button", { name: "Swap" }).click();
    await page.getByText(/B took .* less than A/).waitFor();
  });

  test("only the spans that are slower, and what of one differs", async () => {
    const page = await open(`${url}/compare?a=${usual}&b=${slow}`);
    await page.getByRole("button", { name: /slower in B/ }).click();
    const rows = page.getByRole("option");
    expect(await rows.count()).toBe(4);
    await rows.filter({ hasText: "http-request" }).click();
    await page.getByRole("row", { name: "gen_ai.usage.input_tokens 30 2000" }).waitFor();
    await page.getByRole("checkbox", { name: "Each on its own axis" }).check();
    await page.reload();
    await page.getByRole("row", { name: "gen_ai.usage.input_tokens 30 2000" }).waitFor();
    expect(new URL(page.url()).searchParams.get("axis")).toBe("own");
    await page.getByRole("link", { name: "Open in B" }).click();
    await page.waitForURL(`**/trace/${slow}?span=*`);
  });

  test("spans that one trace has not are told", async () => {
    const without = servedRequest("usual-x", 5).filter((span) => span.name !== "kv_transfer");
    const id = await sendTrace(otlpUrl, without);
    const page = await open(`${url}/compare?a=${usual}&b=${id}`);
    await page.getByRole("button", { name: "1 only in A" }).click();
    await page.getByRole("option", { name: /kv_transfer/ }).waitFor();
  });

  test("the slow against the fast differ in their prompts", async () => {
    const base = '{ name = "http-request" && span.x_request_id =~ "(usual|slow)-.+" }';
    const page = await open(`${url}/compare?of=sets&by=slow&q=${encodeURIComponent(base)}`);
    const block = page.locator(".set-block", { hasText: "span.gen_ai.usage.input_tokens" });
    await block.getByRole("link", { name: "2000" }).click();
    await page.waitForURL((next) => next.searchParams.get("q")?.includes("input_tokens = 2000") ?? false);
    await page.locator(".traces tbody tr").first().waitFor();
  });

  test("errors against the rest, by a form", async () => {
    const page = await open(`${url}/compare?of=sets`);
    await page.getByRole("heading", { name: "What differs most" }).waitFor();
    await page.getByLabel("What against what").selectOption({ label: "My own selection" });
    await page.getByLabel("Selection").fill('{ name = "nothing" }');
    await page.getByRole("button", { name: "Compare" }).click();
    await page.getByText(/No span is in the selection/).waitFor();
  });

  test("no serious accessibility finding, in light and dark", async () => {
    for (const scheme of ["light", "dark"] as const) {
      for (const path of [`/compare?a=${slow}`, `/compare?a=${usual}&b=${slow}`, "/compare?of=sets"]) {
        const page = await open(url + path, { scheme });
        await page.locator("tbody tr, .set-block, .match-row").first().waitFor();
        expect((await seriousFindings(page)).join("\n"), `${scheme} ${path}`).toBe("");
      }
    }
  }, 60_000);

  test("it fits a phone", async () => {
    for (const path of [`/compare?a=${usual}&b=${slow}`, "/compare?of=sets"]) {
      const page = await open(url + path, { width: 390, height: 844 });
      await page.locator(".set-block, .match-row").first().waitFor();
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wider, path).toBeLessThanOrEqual(0);
    }
  });
});
