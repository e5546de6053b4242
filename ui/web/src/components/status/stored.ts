import type { Listener, Status } from "../../api/status";

/** What a span costs in blocks, null while there is no block. Spans of the head are in none yet. */
export function bytesPerSpan(status: Status): number | null {
  const inBlocks = (status.spans ?? 0) - (status.headSpans ?? 0);
  return status.blockBytes && inBlocks > 0 ? status.blockBytes / inBlocks : null;
}

/** Whether nothing is stored; one that starts or stops does not know. */
export function isEmpty(status: Status | undefined): status is Status {
  return status?.spans === 0 && !status.readOnly;
}

/** The URL to send spans to, as it is reached from where the page is seen. */
export function endpointOf(listening: Listener[], name: string, port: number, pageHost: string): string {
  const url = listening.find((listener) => listener.name === name)?.url ?? `http://${pageHost}:${port}`;
  return url
    .replace(/\/\/(0\.0\.0\.0|\[::\]|\[0:0:0:0:0:0:0:0\])(?=[:/]|$)/, `//${pageHost}`)
    .replace(/\/$/, "");
}
