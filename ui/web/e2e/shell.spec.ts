import { describe, expect, inject, test } from "vitest";
import { open } from "./browser";
import { startRubato } from "./rubato";

const url = inject("url");

describe("the frame of all pages", () => {
  test("keys lead everywhere, and ? lists them", async () => {
    const page = await open(url);
    await page.locator(".traces").waitFor();
    await page.keyboard.press("?");
    const list = page.getByRole("dialog", { name: "Keyboard" });
    await list.getByText("Go to Services").waitFor();
    await page.keyboard.press("Escape");
    await list.waitFor({ state: "hidden" });
    for (const [keys, path] of [
      ["gv", "/services"],
      ["gm", "/metrics-explorer"],
      ["gt", "/status"],
      ["gl", "/llm"],
      ["gc", "/compare"],
      ["gs", "/"],
    ] as const) {
      await page.keyboard.press(keys.charAt(0));
      await page.keyboard.press(keys.charAt(1));
      await page.waitForURL((next) => next.pathname === path);
    }
    await page.locator(".row-link").first().waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/trace\//);
    await page.goBack();
    await page.getByRole("combobox", { name: "TraceQL query" }).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("?g");
    expect(await page.getByRole("combobox", { name: "TraceQL query" }).inputValue()).toContain("?g");
  });

  test("times are local or UTC, and stay so", async () => {
    const page = await open(`${url}/?range=15m`);
    const time = page.locator(".traces time").first();
    await time.waitFor();
    expect(await time.textContent()).not.toMatch(/Z$/);
    await page.getByRole("button", { name: "UTC" }).click();
    expect(await time.textContent()).toMatch(/Z$/);
    await page.reload();
    await time.waitFor();
    expect(await time.textContent()).toMatch(/Z$/);
  });

  test("what is not there says so and leads back", async () => {
    const page = await open(`${url}/trace/00000000000000000000000000000001`);
    await page.getByRole("heading", { name: "Trace not found" }).waitFor();
    await page.getByRole("link", { name: "To the newest traces" }).click();
    await page.locator(".traces").waitFor();
  });

  test("an empty server says how to send the first trace", async () => {
    const empty = await startRubato();
    try {
      const page = await open(empty.url);
      await page.getByText(`export OTEL_EXPORTER_OTLP_ENDPOINT=${empty.otlpUrl}`).waitFor();
    } finally {
      await empty.stop();
    }
  });
});
