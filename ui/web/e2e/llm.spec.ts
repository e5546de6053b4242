import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { open, seriousFindings } from "./browser";
import { sendTrace, servedRequest } from "./sentTraces";

const url = inject("url");
const otlpUrl = inject("otlpUrl");

beforeAll(async () => {
  for (let i = 0; i < 5; i++) await sendTrace(otlpUrl, servedRequest(`llm-${i}`, 5));
  await sendTrace(otlpUrl, servedRequest("llm-slow", 3000, 21));
});

describe("LLM serving", () => {
  test("a request is taken apart by its id", async () => {
    const page = await open(`${url}/llm`);
    await page.getByLabel("Request", { exact: true }).fill("llm-slow");
    await page.getByRole("button", { name: "Take apart" }).click();
    await page.getByRole("heading", { name: "Request llm-slow" }).waitFor();
    await page.getByRole("row", { name: /prefill queue 10 ms 3 s 96 %/ }).waitFor();
    await page.getByText("60 ms of decode for 20 tokens after the first").waitFor();
    await page.getByText("3.07 s", { exact: true }).first().waitFor();
  });

  test("a request is found by its trace's id, with the zeros it begins with or without", async () => {
    const id = `00${randomBytes(15).toString("hex")}`;
    await sendTrace(otlpUrl, servedRequest("llm-zeros", 5), id);
    for (const asked of [id, id.slice(2)]) {
      const page = await open(`${url}/llm?serving=dynamo&request=${asked}`);
      await page.getByRole("heading", { name: "Request llm-zeros" }).waitFor();
    }
  });

  test("an id that is none is told", async () => {
    const page = await open(`${url}/llm?request=nobody`);
    await page.getByText("No request nobody is stored").waitFor();
  });

  test("the stages of a range, with the arithmetic of joining them", async () => {
    const page = await open(`${url}/llm?range=15m`);
    const steps = page.getByRole("region", { name: "Where requests spend their time" });
    await steps.getByRole("row", { name: /^hand-over/ }).waitFor();
    const separation = page.getByRole("region", { name: "Separate stages, or joined?" });
    await separation.getByText(/a joined request takes a worker 40 ms \+ 70 ms − 5 ms = 105 ms/).waitFor();
    await page.getByText("prefill has one worker, so there is nothing to balance.").waitFor();
  });

  test("a system that tells its stages in attributes of one span", async () => {
    const latency = (name: string) => `gen_ai.latency.${name}`;
    await sendTrace(otlpUrl, [
      {
        ...{ id: 1, service: "vllm", name: "llm_request", from: 0, to: 1000 },
        attributes: {
          "gen_ai.request.id": "vllm-1",
          "gen_ai.usage.prompt_tokens": 40,
          "gen_ai.usage.completion_tokens": 51,
          [latency("time_to_first_token")]: 0.5,
          [latency("time_in_queue")]: 0.3,
          [latency("time_in_model_prefill")]: 0.2,
          [latency("time_in_model_decode")]: 0.45,
        },
      },
    ]);
    const page = await open(`${url}/llm?range=15m&serving=vllm&request=vllm-1`);
    await page.getByRole("row", { name: /^prefill 300 ms 200 ms 20 %/ }).waitFor();
    await page.getByText("450 ms of decode for 50 tokens after the first").waitFor();
    await page.getByRole("heading", { name: "Separate stages, or joined?" }).waitFor({ state: "detached" });
  });

  test("what a stage is can be said as TraceQL, and stays in the URL", async () => {
    await sendTrace(otlpUrl, [
      { id: 1, service: "own", name: "answer", from: 0, to: 100, attributes: { x_request_id: "own-1" } },
      { id: 2, parent: 1, service: "own", name: "think", from: 10, to: 70 },
    ]);
    const page = await open(`${url}/llm?range=15m`);
    await page.getByText("Dynamo, and the example").first().click();
    await page.getByRole("textbox", { name: "requests", exact: true }).fill('{ name = "answer" }');
    await page.getByRole("textbox", { name: "requests", exact: true }).press("Enter");
    await page.getByRole("textbox", { name: "prefill", exact: true }).fill("think");
    expect(
      await page.getByRole("textbox", { name: "prefill", exact: true }).getAttribute("aria-invalid"),
    ).toBe("true");
    await page.getByRole("textbox", { name: "prefill", exact: true }).fill('{ name = "think" }');
    await page.getByRole("textbox", { name: "prefill", exact: true }).press("Enter");
    await page.waitForURL(/prefill=%7B\+name/);
    const again = await open(`${page.url()}&request=own-1`);
    await again.getByRole("row", { name: /^prefill 10 ms 60 ms 60 %/ }).waitFor();
  });

  test("the slowest request is one click away", async () => {
    const page = await open(`${url}/llm?range=15m`);
    await page.getByRole("region", { name: "Requests" }).getByRole("link").first().click();
    await page.waitForURL(/request=/);
    // Requests of the demo may be slower, and tell no stages.
    await page.getByRole("link", { name: "Open the trace" }).waitFor();
  });

  test("no serious accessibility finding, in light and dark", async () => {
    for (const scheme of ["light", "dark"] as const) {
      const page = await open(`${url}/llm?range=15m&request=llm-slow`, { scheme });
      await page.getByRole("heading", { name: "Separate stages, or joined?" }).waitFor();
      await page.getByRole("heading", { name: "Request llm-slow" }).waitFor();
      expect((await seriousFindings(page)).join("\n"), scheme).toBe("");
    }
  });

  test("it fits a phone", async () => {
    const page = await open(`${url}/llm?range=15m&request=llm-slow`, { width: 390, height: 844 });
    await page.getByRole("heading", { name: "Separate stages, or joined?" }).waitFor();
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wider).toBeLessThanOrEqual(0);
  });
});
