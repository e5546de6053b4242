import { describe, expect, inject, test } from "vitest";
import { open } from "./browser";
import { KNOWN } from "./knownTraces";

const url = inject("url");

describe("metrics explorer", () => {
  test("what the server says of the answer is shown with it", async () => {
    const query = encodeURIComponent("{} | rate() with (colour=true)");
    const page = await open(`${url}/metrics-explorer?q=${query}&range=15m`);
    await page.getByText("unknown hint colour was left out of account").waitFor();
    await page.locator(".u-over").waitFor();
  });

  test("a measure by an attribute is a chart, and a series leads to its spans", async () => {
    const page = await open(`${url}/metrics-explorer`);
    await page
      .getByRole("combobox", { name: "Measure", exact: true })
      .selectOption({ label: "Duration p95" });
    await page.waitForURL(/quantile_over_time/);
    const series = page.getByRole("button", { name: KNOWN.service });
    await series.waitFor();
    await series.click();
    await page.getByRole("heading", { name: `${KNOWN.count} traces`, exact: true }).waitFor();
  });

  test("exemplars open traces", async () => {
    const query = `{ resource.service.name = "${KNOWN.service}" } | quantile_over_time(duration, .9)`;
    const page = await open(`${url}/metrics-explorer?q=${encodeURIComponent(query)}`);
    await page.locator(".exemplar a").first().waitFor();
    await page.getByRole("region", { name: "Exemplars" }).getByRole("link").first().click();
    await page.waitForURL(/\/trace\//);
  });

  test("a part of the time is zoomed into", async () => {
    const page = await open(`${url}/metrics-explorer?range=15m`);
    const plot = page.locator(".u-over");
    await plot.waitFor();
    const box = await plot.boundingBox();
    if (!box) throw new Error("the chart is not drawn");
    await page.mouse.move(box.x + box.width * 0.4, box.y + 50);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.7, box.y + 50, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL(/range=\d+-\d+/);
    expect(await page.getByLabel("From").inputValue()).toMatch(/^20\d\d-/);
  });

  test("durations are drawn as a heat map", async () => {
    const page = await open(`${url}/metrics-explorer`);
    await page
      .getByRole("combobox", { name: "Measure", exact: true })
      .selectOption({ label: "Durations as a heat map" });
    await page.getByRole("combobox", { name: "By", exact: true }).selectOption({ label: "(all together)" });
    await page.getByRole("img", { name: /^Heat map/ }).waitFor();
  });
});
