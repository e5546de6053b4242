import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectRefusal, open } from "./browser";
import { sendSpans } from "./knownTraces";
import { LAUNCHER, type Rubato, startRubato } from "./rubato";

const ada = { username: "ada", password: "correct horse" };
const authorization = `Basic ${Buffer.from(`${ada.username}:${ada.password}`).toString("base64")}`;

let folder: string;
let secured: Rubato;

/** Sends a trace of one span, and returns its id. */
async function send(name: string): Promise<string> {
  const traceId = randomBytes(16).toString("hex");
  const spanId = randomBytes(8).toString("hex");
  const span = {
    service: "secured",
    name,
    kind: 2,
    traceId,
    spanId,
    startMillis: Date.now() - 50,
    millis: 20,
  };
  await sendSpans(secured.otlpUrl, [span], { authorization });
  return traceId;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "rubato-secured-"));
  const file = join(folder, "auth.conf");
  const user = ["auth", "user", ada.username, "--rights", "ingest,query", "--file", file];
  const made = spawnSync(LAUNCHER, user, { input: `${ada.password}\n`, encoding: "utf8" });
  if (made.status !== 0) throw new Error(made.stderr);
  const config = join(folder, "rubato.yaml");
  writeFileSync(config, `auth:\n  file: ${file}\n`);
  secured = await startRubato("--config", config);
});

afterAll(async () => {
  await secured.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("a server that asks who is there", () => {
  test("nobody sees the page without a password", async () => {
    const answer = await fetch(secured.url);
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toMatch(/^Basic/);
    const page = await open(secured.url, { credentials: { ...ada, password: "wrong" } });
    expect(await page.locator("#root").count()).toBe(0);
    expectRefusal();
  });

  test("what is asked, followed and saved goes with the password", async () => {
    const traceId = await send("before");
    const page = await open(secured.url, { credentials: ada });
    await page.getByRole("link", { name: "secured before" }).waitFor();
    await page.getByRole("button", { name: "Live" }).click();
    await page.getByText("Following: 0 traces").waitFor();
    await page.waitForTimeout(600); // the server begins to follow at its next look
    await send("while followed");
    await page.getByRole("link", { name: "secured while followed" }).waitFor();
    await page.getByRole("link", { name: "secured before" }).click();
    await page.getByRole("heading", { name: /before/ }).waitFor();
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: /JSON/ }).first().click();
    expect(readFileSync(await (await saved).path(), "utf8")).toContain(traceId.slice(0, 8));
    for (const path of ["/services?view=graph", "/metrics-explorer", "/status", "/llm"]) {
      await page.goto(secured.url + path);
      await page.waitForLoadState("networkidle");
      expect(await page.locator(".error-line").count(), path).toBe(0);
    }
  });

  test("a link that holds the password works, too", async () => {
    await send("by link");
    const page = await open(
      secured.url.replace("//", `//${ada.username}:${encodeURIComponent(ada.password)}@`),
    );
    await page.getByRole("link", { name: "secured by link" }).waitFor();
    await page.getByRole("link", { name: "secured by link" }).click();
    await page.getByRole("heading", { name: /by link/ }).waitFor();
  });
});
