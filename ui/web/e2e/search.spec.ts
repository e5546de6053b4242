import { randomBytes } from "node:crypto";
import type { Page } from "playwright-core";
import { describe, expect, inject, test } from "vitest";
import { expectRefusal, open } from "./browser";
import { KNOWN, sendSpans } from "./knownTraces";

const url = inject("url");

function query(page: Page) {
  return page.getByRole("combobox", { name: "TraceQL query" }).inputValue();
}

function offered(page: Page, name: string) {
  return page
    .getByRole("listbox", { name: "What may be written here" })
    .getByRole("option", { name, exact: true });
}

describe("search", () => {
  test("the newest traces are there without a question", async () => {
    const page = await open(url);
    await page.locator(".traces tbody tr").first().waitFor();
    expect(await page.locator(".traces tbody tr").count()).toBe(50);
    await page.getByRole("heading", { name: /^50 of [\d,]+ traces$/ }).waitFor();
    await page.getByRole("button", { name: "Show more" }).click();
    await page.getByRole("heading", { name: /^100 of/ }).waitFor();
  });

  test("a request is found by its id, and its trace opens", async () => {
    const page = await open(url);
    await page.getByLabel("Request id").fill(KNOWN.requestId);
    await page.getByLabel("Request id").press("Enter");
    await page.getByRole("heading", { name: "1 trace", exact: true }).waitFor();
    expect(await query(page)).toBe('{ .x_request_id = "e2e-request-1" }');
    await page.getByRole("link", { name: `${KNOWN.service} POST /orders` }).click();
    await page.getByRole("heading", { name: /POST \/orders/ }).waitFor();
    await page.goBack();
    await page.getByRole("heading", { name: "1 trace", exact: true }).waitFor();
  });

  test("fields write the query, and the query fills the fields", async () => {
    const page = await open(url);
    await page.getByLabel("Service", { exact: true }).fill(KNOWN.service);
    await page.getByLabel("Service", { exact: true }).press("Enter");
    await page.getByLabel("Longer than").fill("1s");
    await page.getByLabel("Longer than").press("Enter");
    await page.getByRole("combobox", { name: "Status", exact: true }).selectOption("error");
    await page.getByRole("heading", { name: "1 trace", exact: true }).waitFor();
    const written = `{ resource.service.name = "${KNOWN.service}" && duration >= 1s && status = error }`;
    expect(await query(page)).toBe(written);
    const again = await open(page.url());
    await again.getByRole("heading", { name: "1 trace", exact: true }).waitFor();
    expect(await again.getByLabel("Longer than").inputValue()).toBe("1s");
    expect(await again.getByRole("combobox", { name: "Status", exact: true }).inputValue()).toBe("error");
    await again.getByLabel("Longer than").fill("");
    await again.getByLabel("Longer than").press("Enter");
    await again.waitForURL((next) => !next.search.includes("duration"));
  });

  test("names and values are completed by keys alone", async () => {
    const page = await open(url);
    const editor = page.getByRole("combobox", { name: "TraceQL query" });
    await editor.fill("");
    await editor.pressSequentially("{ resource.service.na");
    await offered(page, "resource.service.name").waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await editor.pressSequentially('= "e2e-k');
    await offered(page, `"${KNOWN.service}"`).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await editor.pressSequentially("}");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: `${KNOWN.count} traces`, exact: true }).waitFor();
    expect(await query(page)).toBe(`{ resource.service.name = "${KNOWN.service}" }`);
  });

  test("an error shows its place, and an earlier query comes back", async () => {
    const page = await open(url);
    const editor = page.getByRole("combobox", { name: "TraceQL query" });
    await editor.fill("{ nam = 3 }");
    await editor.press("Enter");
    await page.getByRole("alert").getByText("did you mean name?").waitFor();
    expect(await page.locator(".error-place mark").textContent()).toBe("n");
    expectRefusal();
    await editor.fill(`{ name = "POST /orders" && resource.service.name = "${KNOWN.service}" }`);
    await editor.press("Enter");
    await page.getByRole("heading", { name: `${KNOWN.count} traces`, exact: true }).waitFor();
    await page.getByRole("button", { name: "Earlier queries" }).click();
    await offered(page, "{ nam = 3 }").waitFor();
    await page.keyboard.press("Escape");
  });

  test("a query for numbers is shown as a chart, and is not among the searched ones", async () => {
    const page = await open(`${url}/?range=15m`);
    const editor = page.getByRole("combobox", { name: "TraceQL query" });
    await editor.fill("{} | rate() by (kind)");
    await editor.press("Enter");
    await page.waitForURL(/metrics-explorer/);
    await page.locator(".u-over").waitFor();
    await page.goBack();
    await page.getByRole("button", { name: "Earlier queries" }).click();
    await page.getByText("No query was asked in this browser yet.").waitFor();
  });

  test("a value is filtered by, and filtered out, by one click", async () => {
    const page = await open(url);
    const values = page.getByRole("region", { name: "Matching spans by value" });
    await values.getByLabel("Spans by").selectOption("name");
    await values
      .getByRole("button", { name: /^Without/ })
      .first()
      .click();
    await page.waitForURL(/name\+%21%3D/);
    await page.locator(".traces .filter-link").first().click();
    await page.waitForURL(/resource\.service\.name\+%3D/);
  });

  test("a part of the heat map narrows time and duration", async () => {
    const page = await open(`${url}/?range=15m`);
    const map = page.getByRole("img", { name: /^Heat map/ });
    await map.waitFor();
    const box = await map.boundingBox();
    if (!box) throw new Error("the heat map is not drawn");
    await page.mouse.move(box.x + box.width * 0.5, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.8, box.y + 90, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL(/range=\d+-\d+/);
    expect(await query(page)).toMatch(/^\{ duration >= \S+/);
    await page.getByRole("heading", { name: /trace/ }).first().waitFor();
  });

  test("the order can be changed and lives in the URL", async () => {
    const page = await open(url);
    await page.getByRole("button", { name: "longest" }).click();
    await page.waitForURL(/sort=duration/);
    await page.locator(".results:not(.stale) .traces tbody tr").first().waitFor();
    const again = await open(page.url());
    expect(await again.getByRole("button", { name: "longest" }).getAttribute("aria-pressed")).toBe("true");
  });

  test("a trace that comes in is shown at once when live", async () => {
    const page = await open(url);
    const editor = page.getByRole("combobox", { name: "TraceQL query" });
    await editor.fill('{ name = "just now" }');
    await editor.press("Enter");
    await page.getByText("No trace of the last hour matches").waitFor();
    await page.getByRole("link", { name: "Wait for one that matches" }).click();
    await page.getByText("Following: 0 traces").waitFor();
    await page.waitForTimeout(600); // the server begins to follow at its next look
    await sendSpans(inject("otlpUrl"), [
      {
        service: KNOWN.called,
        name: "just now",
        kind: 1,
        traceId: randomBytes(16).toString("hex"),
        spanId: randomBytes(8).toString("hex"),
        startMillis: Date.now() - 10,
        millis: 10,
      },
    ]);
    await page.getByRole("link", { name: `${KNOWN.called} just now` }).waitFor();
    await page.getByText("Following: 1 trace came in").waitFor();
  });
});
