// Times the search page against a server that runs and has spans of the last hour; bench/page calls it.
//   node e2e/searchTimes.mjs URL
// Prints rows of a Markdown table. Times are by the clock, in the page: to what is painted, not to what was fetched.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";
import { chromium } from "playwright-core";

const url = process.argv[2];
if (!url) {
  console.error("searchTimes: expected the URL of a server");
  process.exit(2);
}
const RUNS = 7;
const QUERIES = [
  '{ resource.service.name = "cart" }',
  "{ status = error }",
  "{ duration > 1s }",
  '{ name =~ "POST.*" && span.http.response.status_code >= 500 }',
  '{ resource.service.name = "gateway" } >> { resource.service.name = "catalog" && status = error }',
  '{ name = "nothing is called so" }',
];

const executablePath = (process.env.PATH ?? "")
  .split(delimiter)
  .flatMap((folder) => ["chromium", "chromium-browser", "google-chrome"].map((name) => join(folder, name)))
  .find(existsSync);
const browser = await chromium.launch({
  ...(executablePath && { executablePath }),
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
});

/** Opens the search in a profile of its own, with nothing in its cache. */
async function openSearch() {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(url, { waitUntil: "commit" });
  return page;
}

/** Milliseconds from the start of loading to the first paint, and until traces and the heat map are painted. */
async function opening() {
  const page = await openSearch();
  const painted = (selector) =>
    page.waitForFunction(
      (wanted) =>
        document.querySelector(wanted) &&
        new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now())))),
      selector,
      { polling: "raf" },
    );
  const [traces, heat] = await Promise.all([painted(".traces tbody tr"), painted(".heat-canvas canvas")]);
  const first = await page.evaluate(
    () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
  );
  const times = { first, traces: await traces.jsonValue(), heat: await heat.jsonValue() };
  await page.context().close();
  return times;
}

/** Milliseconds from Enter until what a query finds is painted in place of what was there. */
async function searching(page, query) {
  const editor = page.locator("[data-query]");
  await editor.fill(query);
  await page.keyboard.press("Escape");
  await page.evaluate(() => {
    const field = document.querySelector("[data-query]");
    window.found = new Promise((done) => {
      field.addEventListener(
        "keydown",
        (event) => {
          const begun = event.timeStamp;
          const look = () => {
            const heading = document.querySelector("#traces")?.textContent ?? "";
            const isNew = document.querySelector(".results.stale") === null && /\d/.test(heading);
            // After the key was handled: at its frame the old results are still there.
            if (isNew && performance.now() - begun > 5) {
              requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
            } else requestAnimationFrame(look);
          };
          setTimeout(look, 5);
        },
        { once: true },
      );
    });
  });
  await editor.press("Enter");
  const took = await page.evaluate(() => window.found);
  await page.waitForLoadState("networkidle");
  return took;
}

const sorted = (values) => values.toSorted((a, b) => a - b);
function row(what, values, target) {
  const all = sorted(values);
  const middle = all[Math.floor(all.length / 2)];
  console.log(
    `| ${what} | ${Math.round(middle)} ms; at most ${Math.round(all.at(-1))} ms | ${target} | \`bench/page\` |`,
  );
}

const opened = [];
for (let i = 0; i < RUNS; i++) opened.push(await opening());
row(
  "search opened, first paint",
  opened.map((one) => one.first),
  "≤ 1 s",
);
row(
  "search opened, its 50 traces",
  opened.map((one) => one.traces),
  "–",
);
row(
  "search opened, its heat map",
  opened.map((one) => one.heat),
  "–",
);
const page = await openSearch();
await page.locator(".traces tbody tr").first().waitFor();
await page.waitForLoadState("networkidle");
for (const query of QUERIES) {
  const times = [];
  for (let i = 0; i < RUNS; i++) {
    times.push(await searching(page, query));
    await searching(page, "{ kind = client }");
  }
  row(`results after Enter: \`${query.replaceAll("|", "\\|")}\``, times, "≤ 300 ms");
}
await browser.close();
