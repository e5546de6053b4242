import type { TestProject } from "vitest/node";
import { KNOWN, sendKnownTraces } from "./knownTraces";
import { startRubato } from "./rubato";

declare module "vitest" {
  export interface ProvidedContext {
    url: string;
    otlpUrl: string;
  }
}

const ENOUGH_SPANS = 15_000;

/** One server for all files, with generated traffic of the last quarter of an hour and the traces that are known. */
export default async function setup(project: TestProject) {
  const server = await startRubato("--demo");
  await sendKnownTraces(server.otlpUrl);
  await until(async () => {
    const status = await (await fetch(`${server.url}/api/rubato/status`)).json();
    return status.spans >= ENOUGH_SPANS;
  }, `${ENOUGH_SPANS} spans are stored, with ${KNOWN.service}'s`);
  project.provide("url", server.url);
  project.provide("otlpUrl", server.otlpUrl);
  return server.stop;
}

async function until(holds: () => Promise<boolean>, what: string) {
  const deadline = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
