import { describe, expect, inject, test } from "vitest";
import { open, seriousFindings } from "./browser";

const url = inject("url");

/** What the types of the DOM leave out. */
interface Shift {
  hadRecentInput: boolean;
  value: number;
}

/** Each page, and what is there once it is drawn. */
const PAGES: readonly [string, string][] = [
  ["/", ".heat-canvas canvas"],
  ["/?q=%7B+name+%3D+%22nothing%22+%7D", ".panel code"],
  ["/services", ".red tbody tr"],
  ["/services/gateway", ".u-over"],
  ["/metrics-explorer", ".u-over"],
  ["/status", ".status-grid .u-over"],
  ["/llm", "h1"],
  ["/compare", "h1"],
];

describe("look", () => {
  test.each(PAGES)(
    "%s: no serious accessibility finding, light and dark, and it fits a phone",
    async (path, drawn) => {
      const page = await open(url + path);
      await page.locator(drawn).first().waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: "dark" });
      await page.locator(drawn).first().waitFor();
      expect(await seriousFindings(page, ["color-contrast"])).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wider).toBeLessThanOrEqual(0);
    },
  );

  test("nothing moves while results come in", async () => {
    const page = await open(url);
    await page.locator(".traces tbody tr").first().waitFor();
    await page.waitForTimeout(500);
    const shift = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries() as (PerformanceEntry & Shift)[]) {
              sum += entry.hadRecentInput ? 0 : entry.value;
            }
          }).observe({ type: "layout-shift", buffered: true });
          setTimeout(() => resolve(sum), 300);
        }),
    );
    expect(shift).toBeLessThan(0.1);
  });
});
