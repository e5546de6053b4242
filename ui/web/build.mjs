// Builds or tests the page, but only what changed: each step leaves a stamp with the hash of its
// inputs, and is skipped while that hash is the same and what it made is still there.
//   node build.mjs build   npm ci, type check, lint, bundle, size check
//   node build.mjs test    unit tests
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";

const TARGET = "../target";
const OUTPUT = join(TARGET, "classes/io/rubato/ui/web");
const MOST_GZIP_BYTES = 200_000;
const DEPENDENCIES = [".npmrc", "package.json", "package-lock.json"];
const SOURCES = [
  ...DEPENDENCIES,
  "biome.json",
  "build.mjs",
  "e2e",
  "index.html",
  "src",
  "tsconfig.json",
  "vite.config.ts",
];

requireNode(20, 19);
requireNeutralLockFile();
step("node_modules/.stamp", DEPENDENCIES, "node_modules", () => npm("ci", "--loglevel=error"));
switch (process.argv[2]) {
  case "build":
    step(join(TARGET, "ui-build.stamp"), SOURCES, join(OUTPUT, "index.html"), () => {
      npm("run", "--silent", "types");
      npm("run", "--silent", "lint");
      npm("run", "--silent", "build");
      checkSize();
    });
    break;
  case "test":
    step(join(TARGET, "ui-test.stamp"), SOURCES, TARGET, () => npm("run", "--silent", "test"));
    break;
  default:
    fail(`build.mjs was called with "${process.argv[2] ?? ""}", but knows only "build" and "test".`);
}

function requireNode(major, minor) {
  const [foundMajor, foundMinor] = process.versions.node.split(".").map(Number);
  if (foundMajor < major || (foundMajor === major && foundMinor < minor)) {
    fail(
      `Node.js ${process.versions.node} is too old for the web page: it needs ${major}.${minor} or newer.`,
    );
  }
}

/** The lock file holds for any registry: it has the hashes of the packages and not where they came from. */
function requireNeutralLockFile() {
  if (readFileSync("package-lock.json", "utf8").includes('"resolved"')) {
    fail(
      "package-lock.json names the registry that packages came from: remove it and run npm install in ui/web.",
    );
  }
}

function step(stamp, inputs, product, work) {
  const hash = hashOf(inputs);
  if (existsSync(product) && existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
  work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}

function hashOf(paths) {
  const hash = createHash("sha256").update(process.version);
  for (const path of paths.flatMap(filesUnder)) hash.update(`\0${path}\0`).update(readFileSync(path));
  return hash.digest("hex");
}

function filesUnder(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}

function npm(...args) {
  const { status, error } = spawnSync("npm", args, { stdio: "inherit" });
  if (error || status !== 0) fail(`npm ${args.join(" ")} failed${error ? `: ${error.message}` : ""}.`);
}

function checkSize() {
  const sizes = filesUnder(OUTPUT).map((path) => gzipSync(readFileSync(path)).length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  console.log(
    `The page is ${(total / 1000).toFixed(1)} kB gzip; at most ${MOST_GZIP_BYTES / 1000} are allowed.`,
  );
  if (total > MOST_GZIP_BYTES) fail("The page is too big.");
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
