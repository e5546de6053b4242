import { readFile, traceIdOf } from "./file";

/** Traces that were opened from files, by their id, for as long as the page is there. */
const texts = new Map<string, string>();

/** Keeps a trace of a file and returns its id; throws if there is none in it. */
export function keepFile(text: string): string {
  const id = traceIdOf(readFile(text)) || "file";
  texts.set(id, text);
  return id;
}

export function openedFile(id: string): string | undefined {
  return texts.get(id);
}
