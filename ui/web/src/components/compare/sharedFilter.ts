import type { AnyValue } from "../../api/otlp";
import { quoted } from "../../trace/filter";

/** Intrinsics whose values are words of the language and not texts. */
const WORDS = new Set(["kind", "status"]);

/** The spans of the selection that have a value, as TraceQL; null where that cannot be said. */
export function sharedFilter(base: string, selection: string, name: string, value: AnyValue): string | null {
  const literal = literalOf(name, value);
  const condition = literal && `${name} = ${literal}`;
  const parts = [inner(base), inner(selection), condition];
  if (parts.some((part) => part === null)) return null;
  return `{ ${parts.filter((part) => part !== "").join(" && ")} }`;
}

function literalOf(name: string, value: AnyValue): string | null {
  if (value.stringValue !== undefined) {
    return WORDS.has(name) ? value.stringValue : quoted(value.stringValue);
  }
  if (value.intValue !== undefined) return String(value.intValue);
  if (value.boolValue !== undefined) return String(value.boolValue);
  if (value.doubleValue !== undefined) return String(value.doubleValue);
  return null;
}

/** What is between the braces of a filter; null for a query that is more than a filter. */
function inner(query: string): string | null {
  const match = /^\s*\{([^{}]*)\}\s*$/.exec(query);
  return match ? (match[1] ?? "").trim() : null;
}
