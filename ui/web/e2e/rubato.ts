import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const LAUNCHER = resolve(fileURLToPath(import.meta.url), "../../../../rubato");
const STARTS_WITHIN_MILLIS = 60_000;

/** A server on free ports, with a folder of its own that goes with it. */
export interface Rubato {
  /** Of the API and the web page, without a slash at the end. */
  url: string;
  otlpUrl: string;
  stop: () => Promise<void>;
}

/** Starts the server as it was built last. */
export async function startRubato(...options: string[]): Promise<Rubato> {
  const folder = mkdtempSync(join(tmpdir(), "rubato-e2e-"));
  const ports = ["--port=0", "--otlp-grpc-port=0", "--otlp-http-port=0"];
  const server = spawn(LAUNCHER, ["serve", "--data", folder, ...ports, ...options], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, RUBATO_HEAP: "512m" },
  });
  const stop = async () => {
    await ended(server);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const log = await ready(server);
    return { url: urlOf(log, "HTTP API and web page"), otlpUrl: urlOf(log, "OTLP/HTTP"), stop };
  } catch (e) {
    await stop();
    throw e;
  }
}

function ready(server: ChildProcess): Promise<string> {
  return new Promise((resolveLog, reject) => {
    let log = "";
    const timer = setTimeout(
      () => reject(new Error(`the server is not ready:\n${log}`)),
      STARTS_WITHIN_MILLIS,
    );
    const read = (part: Buffer) => {
      log += part;
      if (!/msg="ready: /.test(log)) return;
      clearTimeout(timer);
      resolveLog(log);
    };
    server.stdout?.on("data", read);
    server.stderr?.on("data", read);
    server.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`the server ended with ${code}:\n${log}`));
    });
  });
}

function urlOf(log: string, name: string): string {
  const line = log.split("\n").find((one) => one.includes(`listening: ${name}`));
  const url = /url=(\S+)/.exec(line ?? "")?.[1];
  if (!url) throw new Error(`the server does not say where its ${name} is:\n${log}`);
  return url.replace("0.0.0.0", "localhost");
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise((resolveGone) => server.once("exit", resolveGone));
  server.kill("SIGTERM");
  const impatient = setTimeout(() => server.kill("SIGKILL"), 10_000);
  await gone;
  clearTimeout(impatient);
}
