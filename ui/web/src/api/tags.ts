import { attributeName } from "../query/conditions";
import { getJson } from "./http";

/** A value that an attribute has somewhere, with its type: string, int, keyword, … */
export interface TagValue {
  type: string;
  value: string;
}

const SCOPES: readonly string[] = ["resource", "span", "event", "link", "instrumentation"];

/** The names of all attributes as TraceQL writes them, those of resources first. */
export async function fetchAttributes(signal: AbortSignal): Promise<string[]> {
  const answer = await getJson<{ scopes?: { name: string; tags?: string[] }[] }>(
    "/api/v2/search/tags",
    signal,
  );
  return (answer.scopes ?? [])
    .filter((scope) => SCOPES.includes(scope.name))
    .flatMap((scope) => (scope.tags ?? []).map((tag) => attributeName(scope.name, tag)));
}

export async function fetchValues(attribute: string, signal: AbortSignal): Promise<TagValue[]> {
  const answer = await getJson<{ tagValues?: TagValue[] }>(
    `/api/v2/search/tag/${encodeURIComponent(attribute)}/values?limit=500`,
    signal,
  );
  return answer.tagValues ?? [];
}
