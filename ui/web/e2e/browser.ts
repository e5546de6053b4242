import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, expect } from "vitest";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];
const NARROW = { width: 1280, height: 800 };

/** The browser on the PATH, null if there is none. */
export function browserOnPath(): string | null {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const found = NAMES.map((name) => join(folder, name)).find(existsSync);
    if (found) return found;
  }
  return null;
}

export interface Look {
  scheme?: "light" | "dark";
  width?: number;
  height?: number;
  /** What is answered when the server asks who this is. */
  credentials?: { username: string; password: string };
  /** Done before the page is opened. */
  prepare?: (page: Page) => Promise<void>;
}

let browser: Promise<Browser> | null = null;
let opened: Page[] = [];
let complaints: string[] = [];

async function launch(): Promise<Browser> {
  const executablePath = browserOnPath();
  if (!executablePath) throw new Error("there is no chromium on the PATH");
  // The sandbox needs rights that root in a container has not; the pages are our own.
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}

/** Opens a page in a profile of its own. What it says in its console against itself fails the test. */
export async function open(url: string, look: Look = {}): Promise<Page> {
  browser ??= launch();
  const context = await (await browser).newContext({
    viewport: { ...NARROW, ...(look.width ? { width: look.width, height: look.height ?? 900 } : {}) },
    colorScheme: look.scheme ?? "light",
    timezoneId: "Europe/Berlin",
    ...(look.credentials && { httpCredentials: look.credentials }),
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await look.prepare?.(page);
  await page.goto(url);
  opened.push(page);
  return page;
}

/** For a test that provokes a refusal: the browser itself reports such an answer in the console. */
export function expectRefusal() {
  const others = complaints.filter((complaint) => !/status of 4\d\d/.test(complaint));
  expect(complaints.length).toBeGreaterThan(others.length);
  complaints = others;
}

interface Violation {
  id: string;
  impact: string;
  nodes: { html: string }[];
}

/** Findings of axe that are serious or worse, by all rules or by some. */
export async function seriousFindings(page: Page, rules?: string[]): Promise<string[]> {
  // Evaluated, not put into the page as an element: the page's policy lets no script in but its own.
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
  return page.evaluate(async (only) => {
    const { axe } = window as unknown as {
      axe: { run(options: object): Promise<{ violations: Violation[] }> };
    };
    const { violations } = await axe.run(only ? { runOnly: only } : {});
    return violations
      .filter((one) => one.impact === "serious" || one.impact === "critical")
      .map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
  }, rules);
}

afterEach(async () => {
  const pages = opened;
  const said = complaints;
  opened = [];
  complaints = [];
  await Promise.all(pages.map((page) => page.context().close()));
  expect(said, "what pages said in their consoles").toEqual([]);
});

afterAll(async () => {
  await (await browser)?.close();
  browser = null;
});
