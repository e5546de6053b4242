import react from "@vitejs/plugin-react";
import type { Plugin, Rolldown } from "vite";
import { defineConfig } from "vitest/config";

const server = process.env.RUBATO_URL ?? "http://localhost:3200";

/** The pages by the first part of their path. The search is in the application itself. */
const PAGES = {
  trace: "trace/TracePage",
  services: "services/ServicesPage",
  compare: "compare/ComparePage",
  llm: "llm/LlmPage",
  "metrics-explorer": "metrics/MetricsPage",
  status: "status/StatusPage",
};

/** Tells index.html which files each page needs, so that they are fetched together and not one after another. */
function builtFiles(): Plugin {
  return {
    name: "built-files",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle }) {
        const chunks = Object.values(bundle ?? {}).filter((one) => one.type === "chunk");
        const files = Object.entries(PAGES).map(([page, module]) => {
          const chunk = chunks.find((one) => one.facadeModuleId?.endsWith(`${module}.tsx`));
          return [page, chunk ? withImports(chunk, chunks) : []];
        });
        const worker = Object.keys(bundle ?? {}).find((name) => /\/worker-[^/]+\.js$/.test(name));
        const built = { files: Object.fromEntries(files), worker: worker && `/${worker}` };
        return html.replace("__BUILT__", JSON.stringify(built));
      },
    },
  };
}

/** A file and all that it imports, but for what the application has loaded by then. */
function withImports(chunk: Rolldown.OutputChunk, chunks: Rolldown.OutputChunk[]): string[] {
  const found = new Set<Rolldown.OutputChunk>([chunk]);
  for (const one of found) {
    for (const name of one.imports) {
      const imported = chunks.find((other) => other.fileName === name);
      if (imported && !imported.isEntry) found.add(imported);
    }
  }
  return [...found].map((one) => `/${one.fileName}`);
}

export default defineConfig({
  plugins: [react(), builtFiles()],
  build: {
    outDir: "../target/classes/io/rubato/ui/web",
    emptyOutDir: true,
    // Everything but index.html gets a hash in its name, so that it can be cached for ever.
    assetsInlineLimit: 0,
    // Pages other than the search are loaded when they are first opened; their styles are there from the start.
    modulePreload: { polyfill: false },
    cssCodeSplit: false,
    target: "es2022",
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What pages share is one file, for several are longer together. The search has no charts, and waits for none.
          groups: [
            {
              name: "shared",
              test: /src\/(?!components\/chart\/(TimeChart|ChartLegend|Exemplar|options|lines))/,
              minShareCount: 2,
            },
          ],
        },
      },
    },
  },
  server: {
    proxy: { "/api": server, "^/metrics$": server, "/ready": server, "/status/config": server },
  },
  test: {
    include: ["src/**/*.test.{ts,tsx}"],
    environment: "node",
    env: { TZ: "UTC" },
    isolate: false,
  },
});
