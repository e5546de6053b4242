import type { Page } from "playwright-core";
import { describe, expect, inject, test } from "vitest";
import { open } from "./browser";
import { manySpans, sendTrace } from "./sentTraces";

const url = inject("url");
const otlpUrl = inject("otlpUrl");

// What is asserted is processor time of the page's thread, which does not depend on what else the machine does;
// the times by the clock are printed.

/** 50 frames a second leave so much for each. */
const FRAME_MILLIS = 20;

describe("long traces", () => {
  test("10,000 spans are drawn within 500 ms, and scrolled at 50 frames a second", async () => {
    const { page, open: opened } = await openLong(10_000);
    expect(opened.page).toBeLessThan(500);
    const frame = await scroll(page);
    expect(frame.page).toBeLessThan(FRAME_MILLIS);
    console.log(`10,000 spans: ${textOf(opened)}; each frame ${textOf(frame)}`);
  }, 60_000);

  test("100,000 spans are opened without freezing, and scrolled as well", async () => {
    const { page, open: opened, frozen } = await openLong(100_000);
    expect(opened.page).toBeLessThan(2000);
    const frame = await scroll(page);
    expect(frame.page).toBeLessThan(FRAME_MILLIS);
    console.log(`100,000 spans: ${textOf(opened)}, longest pause ${frozen} ms; each frame ${textOf(frame)}`);
  }, 120_000);
});

/** Milliseconds: of processor time in the page's thread, and by the clock. */
interface Took {
  page: number;
  clock: number;
}

function textOf({ page, clock }: Took): string {
  return `${page.toFixed(1)} ms of the page's thread, ${clock.toFixed(1)} ms by the clock`;
}

async function openLong(count: number): Promise<{ page: Page; open: Took; frozen: number }> {
  const id = await sendTrace(otlpUrl, manySpans(count));
  const page = await open(`${url}/compare`);
  await page.evaluate(() => {
    const pauses: number[] = [];
    Object.assign(window, { pauses });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) pauses.push(Math.round(entry.duration));
    }).observe({ type: "longtask" });
  });
  const threadMillis = await threadClock(page);
  const before = await threadMillis();
  const begun = Date.now();
  await page.evaluate((path) => {
    window.history.pushState(null, "", path);
    window.dispatchEvent(new PopStateEvent("popstate"));
  }, `/trace/${id}`);
  await page.locator(".row").first().waitFor({ timeout: 60_000 });
  await page.getByText(`${count.toLocaleString("en-US")} spans`, { exact: true }).waitFor();
  await page.getByText("Reading more spans…").waitFor({ state: "hidden" });
  const clock = Date.now() - begun;
  const took = { page: (await threadMillis()) - before, clock };
  const pauses = await page.evaluate(() => (window as unknown as { pauses: number[] }).pauses);
  return { page, open: took, frozen: Math.max(0, ...pauses) };
}

const FRAMES = 120;

/** Scrolls through the rows, two for each frame. */
async function scroll(page: Page): Promise<Took> {
  const threadMillis = await threadClock(page);
  const before = await threadMillis();
  const clock = await page.evaluate(async (frames) => {
    const rows = document.querySelector(".rows") as HTMLElement;
    const begun = performance.now();
    for (let i = 0; i < frames; i++) {
      rows.scrollTop += 60;
      await new Promise(requestAnimationFrame);
    }
    return performance.now() - begun;
  }, FRAMES);
  const rows = await page.locator(".row").count();
  expect(rows).toBeGreaterThan(15);
  expect(rows).toBeLessThan(80);
  return { page: ((await threadMillis()) - before) / FRAMES, clock: clock / FRAMES };
}

/** A clock of the processor time that the page's thread uses, milliseconds. */
async function threadClock(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return (metrics.find((metric) => metric.name === "TaskDuration")?.value ?? Number.NaN) * 1000;
  };
}
