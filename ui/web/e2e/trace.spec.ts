import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { open, seriousFindings } from "./browser";
import { idOf, manySpans, type SentSpan, sendTrace } from "./sentTraces";

const url = inject("url");
const otlpUrl = inject("otlpUrl");

const LINKED = "0123456789abcdef0123456789abcdef";

const ORDER: SentSpan[] = [
  { id: 1, service: "shop", name: "POST /orders", from: 0, to: 1000, events: { accepted: 20 } },
  {
    id: 2,
    parent: 1,
    service: "shop",
    name: "check",
    from: 10,
    to: 200,
    attributes: { busy_ns: 19e6, idle_ns: 171e6 },
  },
  ...Array.from({ length: 6 }, (_, i) => ({
    ...{ id: 10 + i, parent: 1, service: "stock", name: "SELECT item", from: 200 + i * 50, to: 240 + i * 50 },
    attributes: { "item.number": i },
  })),
  { id: 3, parent: 1, service: "payments", name: "charge", from: 520, to: 990, error: true, links: [LINKED] },
  { id: 4, parent: 3, service: "bank", name: "transfer", from: 515, to: 980 },
  { id: 5, parent: 99, service: "mail", name: "send receipt", from: 600, to: 700 },
];

let id = "";
beforeAll(async () => {
  id = await sendTrace(otlpUrl, ORDER);
});

async function openTrace(more = "", look = {}): Promise<Page> {
  const page = await open(`${url}/trace/${id}${more}`, look);
  await page.locator(".row, .data-table, canvas, .give-logs").first().waitFor();
  return page;
}

describe("trace", () => {
  test("arrows go from span to span, Enter opens one, and the link leads back to it", async () => {
    const page = await openTrace();
    await page.getByRole("tree").focus();
    for (const key of ["ArrowDown", "Enter"]) await page.keyboard.press(key);
    const details = page.getByRole("complementary", { name: "Span check" });
    await details.getByText("10 % of the span").waitFor();
    await page.waitForURL(`**/trace/${id}?span=${idOf(2)}`);
    await page.reload();
    await details.waitFor();
    await page.keyboard.press("Escape");
    await details.waitFor({ state: "hidden" });
  });

  test("repeated siblings are one row that opens, and services one row where they are entered", async () => {
    const page = await openTrace();
    await page.getByRole("button", { name: "Repeats as one" }).click();
    const group = page.getByRole("treeitem", { name: /6 ×.*SELECT item/ });
    await group.click();
    expect(await page.getByRole("treeitem", { name: /SELECT item/ }).count()).toBe(7);
    await page.getByRole("button", { name: "By service" }).click();
    await page.getByRole("treeitem", { name: /POST \/orders and 1 within/ }).waitFor();
    expect(await page.getByRole("treeitem", { name: "check" }).count()).toBe(0);
  });

  test("what is odd is named, and one click away", async () => {
    const page = await openTrace();
    await page.getByRole("button", { name: "1 error" }).click();
    await page.locator(".row.active", { hasText: "charge" }).waitFor();
    await page.getByRole("button", { name: "1 missing parent" }).click();
    await page.locator(".row.active", { hasText: "send receipt" }).waitFor();
    await page.getByRole("button", { name: "1 clock that is off" }).click();
    await page.locator(".row.active", { hasText: "transfer" }).waitFor();
  });

  test("a text is found in names and values, one span after another", async () => {
    const page = await openTrace();
    await page.keyboard.press("/");
    await page.keyboard.type("item.number=4");
    await page.getByText("1 found").waitFor();
    await page.keyboard.press("Enter");
    await page.getByText("1 of 1").waitFor();
    expect(await page.locator(".row.active.found").count()).toBe(1);
  });

  test("a value leads to all spans that have it", async () => {
    const page = await openTrace(`?span=${idOf(14)}`);
    await page.getByRole("link", { name: "Filter by item.number" }).focus();
    await page.keyboard.press("Enter");
    await page.waitForURL((next) => next.searchParams.get("q") === "{ span.item.number = 4 }");
    await page.locator(".traces tbody tr").first().waitFor();
  });

  test("a link of a span leads to another trace, which may not be here", async () => {
    const page = await openTrace(`?span=${idOf(3)}`);
    await page.getByRole("link", { name: new RegExp(LINKED) }).click();
    await page.getByRole("heading", { name: "Trace not found" }).waitFor();
  });

  test("each view shows the trace in its way", async () => {
    const page = await openTrace();
    await page.getByRole("button", { name: "Statistics" }).click();
    await page.getByRole("row", { name: /stock SELECT item 6 0 240 ms/ }).waitFor();
    await page.getByRole("button", { name: "By service", exact: true }).click();
    await page.getByRole("row", { name: /stock 6 0 240 ms/ }).waitFor();
    await page.getByRole("button", { name: "Services", exact: true }).click();
    await page.getByRole("row", { name: /shop stock 6 0 40 ms 240 ms/ }).waitFor();
    await page.getByRole("button", { name: "Spans", exact: true }).click();
    expect(await page.locator(".span-table tbody th").first().textContent()).toContain("POST /orders");
    await page.getByRole("button", { name: "Starts" }).click();
    expect(await page.locator(".span-table tbody th").first().textContent()).toContain("send receipt");
    await page.getByRole("button", { name: "Flame graph" }).click();
    await page.getByRole("application").focus();
    await page.keyboard.press("ArrowDown");
    await page.locator(".flame-line", { hasText: "shop POST /orders" }).waitFor();
    expect(page.url()).toContain("view=flame");
  });

  test("log lines of a file stand beside their spans", async () => {
    const page = await openTrace("?view=logs");
    const line = { time: new Date().toISOString(), level: "ERROR", message: "no money", trace_id: id };
    const other = { ...line, message: "of another trace", trace_id: "ff" };
    const text = [{ ...line, span_id: idOf(3) }, other].map((one) => JSON.stringify(one)).join("\n");
    await page
      .getByLabel("Log files")
      .setInputFiles({ name: "shop.jsonl", mimeType: "text/plain", buffer: Buffer.from(text) });
    await page.getByText("1 line of this trace; 1 line of others left out.").waitFor();
    await page.getByRole("button", { name: "charge" }).click();
    await page.getByRole("complementary", { name: "Span charge" }).getByText("no money").waitFor();
  });

  test("a trace is saved as OTLP/JSON, and opened from a file", async () => {
    const page = await openTrace();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Export JSON" }).click(),
    ]);
    const text = readFileSync(await download.path(), "utf8").replaceAll(id, "f".repeat(32));
    expect(JSON.parse(text).resourceSpans).toHaveLength(5);
    await page
      .getByLabel("File with a trace")
      .setInputFiles({ name: "trace.json", mimeType: "application/json", buffer: Buffer.from(text) });
    await page.waitForURL(`**/trace/${"f".repeat(32)}`);
    await page.getByText("from a file, not stored").waitFor();
    await page
      .getByRole("treeitem", { name: /SELECT item/ })
      .first()
      .waitFor();
  });

  test("a trace that is still growing shows what comes in", async () => {
    const now = Date.now() - 2000;
    const growing = await sendTrace(otlpUrl, [{ ...(ORDER[0] as SentSpan) }], undefined, now);
    const page = await open(`${url}/trace/${growing}`);
    await page.getByText("followed while it grows").waitFor();
    await page.getByText("1 span", { exact: true }).waitFor();
    await sendTrace(otlpUrl, [ORDER[1] as SentSpan], growing, now);
    await page.getByText("2 spans", { exact: true }).waitFor();
    await page.getByRole("treeitem", { name: /check/ }).waitFor();
  });

  test("a part of the time is seen by dragging along the axis", async () => {
    const page = await openTrace();
    const axis = await page.locator(".ruler-axis").boundingBox();
    if (!axis) throw new Error("there is no axis");
    await page.mouse.move(axis.x + axis.width * 0.2, axis.y + 10);
    await page.mouse.down();
    await page.mouse.move(axis.x + axis.width * 0.3, axis.y + 10, { steps: 4 });
    await page.mouse.up();
    await page.getByRole("button", { name: "whole time" }).waitFor();
    expect(await page.locator(".tick").first().textContent()).toMatch(/^2[01]\d ms$/);
  });

  test("how a trace is seen is in its URL", async () => {
    const long = await sendTrace(otlpUrl, manySpans(400));
    const page = await open(`${url}/trace/${long}?view=services`);
    await page.getByRole("img", { name: /services; the table below/ }).waitFor();
    await page.getByRole("button", { name: "Statistics" }).click();
    await page.getByRole("button", { name: "Spans", exact: true }).last().click();
    await page.waitForURL((next) => next.search === "?view=statistics&sort=count");
    await page.getByRole("button", { name: "Waterfall" }).click();
    await page.getByRole("button", { name: "Repeats as one" }).click();
    await page.getByRole("checkbox", { name: "Critical path" }).uncheck();
    await page.getByLabel("Find in this trace").fill("op-7");
    const glance = await page.locator(".glance-axis").boundingBox();
    if (!glance) throw new Error("there is no overview");
    await page.mouse.move(glance.x + glance.width * 0.5, glance.y + 9);
    await page.mouse.down();
    await page.mouse.move(glance.x + glance.width * 0.9, glance.y + 9, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL((next) => /^\?rows=repeats&time=\d+-\d+&find=op-7&critical=off$/.test(next.search));
    await page.reload();
    await page.getByRole("button", { name: "whole time" }).waitFor();
    await page.getByText(/^\d+ found$/).waitFor();
    expect(await page.getByRole("checkbox", { name: "Critical path" }).isChecked()).toBe(false);
    expect(await page.getByRole("button", { name: "Repeats as one" }).getAttribute("aria-pressed")).toBe(
      "true",
    );
  });

  test("names get the room that one gives them, by keys, too", async () => {
    const page = await openTrace();
    const splitter = page.getByRole("separator", { name: "Room for names" });
    const before = await splitter.boundingBox();
    await splitter.focus();
    for (let i = 0; i < 5; i++) await page.keyboard.press("ArrowRight");
    const after = await splitter.boundingBox();
    expect(after?.x).toBeGreaterThan((before?.x ?? 0) + 50);
  });

  test("no view has a serious accessibility finding, in light and dark", async () => {
    const paths = [
      "",
      `?span=${idOf(3)}`,
      "?view=flame",
      "?view=services",
      "?view=spans",
      "?view=statistics",
      "?view=logs",
    ];
    for (const scheme of ["light", "dark"] as const) {
      for (const path of paths) {
        const page = await openTrace(path, { scheme });
        expect((await seriousFindings(page)).join("\n"), `${scheme} ${path}`).toBe("");
      }
    }
  }, 120_000);

  test("it fits a phone", async () => {
    for (const path of ["", "?view=statistics", "?view=logs"]) {
      const page = await openTrace(path, { width: 390, height: 844 });
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wider, path).toBeLessThanOrEqual(0);
    }
  });
});
