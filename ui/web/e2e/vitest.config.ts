import { defineConfig } from "vitest/config";

// What a person does, in a real browser against a real server. One file after another: they share the machine.
export default defineConfig({
  test: {
    include: ["e2e/**/*.spec.ts"],
    globalSetup: ["e2e/server.setup.ts"],
    environment: "node",
    fileParallelism: false,
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A machine that stands still for some seconds is not what these tests are about.
    retry: 2,
  },
});
