import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = process.env.RUBATO_URL ?? "http://localhost:3200";

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: "../target/classes/io/rubato/ui/web",
    emptyOutDir: true,
    // Everything but index.html gets a hash in its name, so that it can be cached for ever.
    assetsInlineLimit: 0,
    // Pages other than the search are loaded when they are first opened; their styles are there from the start.
    modulePreload: false,
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
