import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectRefusal, open } from "./browser";
import { sendSpans } from "./knownTraces";
import { type Rubato, startRubato } from "./rubato";

let folder: string;
let server: Rubato;

async function send(tenant: string, name: string) {
  const span = {
    service: `shop-of-${tenant}`,
    name,
    kind: 2,
    traceId: randomBytes(16).toString("hex"),
    spanId: randomBytes(8).toString("hex"),
    startMillis: Date.now() - 50,
    millis: 20,
  };
  await sendSpans(server.otlpUrl, [span], { "x-scope-orgid": tenant });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "rubato-tenants-"));
  const config = join(folder, "rubato.yaml");
  writeFileSync(config, "multitenancy_enabled: true\n");
  server = await startRubato("--config", config);
  await send("team-a", "GET /a");
  await send("team-b", "GET /b");
});

afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("the page asks whose spans to show, shows them alone, and remembers", async () => {
  const page = await open(server.url);
  await page.getByRole("heading", { name: "Whose spans?" }).waitFor();
  await page.getByLabel("Tenant", { exact: true }).fill("team-a; path=x");
  expect(await page.getByLabel("Tenant", { exact: true }).inputValue()).toBe("team-apathx");
  await page.getByLabel("Tenant", { exact: true }).fill("team-a");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "shop-of-team-a GET /a" }).waitFor();
  expect(await page.getByText("shop-of-team-b").count()).toBe(0);

  await page.getByRole("button", { name: "Live" }).click();
  await page.getByText("Following: 0 traces").waitFor();
  await page.goto(server.url);
  await page.getByRole("link", { name: "shop-of-team-a GET /a" }).click();
  await page.getByRole("heading", { name: /GET \/a/ }).waitFor();

  await page.getByRole("button", { name: "team-a" }).click();
  await page.getByLabel("Tenant", { exact: true }).fill("team-a|team-b");
  await page.getByRole("button", { name: "Show" }).click();
  await page.goto(server.url);
  await page.getByRole("link", { name: "shop-of-team-b GET /b" }).waitFor();
  await page.getByRole("link", { name: "shop-of-team-a GET /a" }).waitFor();
  expectRefusal();
});
