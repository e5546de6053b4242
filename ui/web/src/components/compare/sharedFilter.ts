import type { AnyValue } from "../../api/otlp";
import type { ValueShare } from "../../trace/attribution";
import { quoted } from "../../trace/filter";

/** Intrinsics whose values are words of the language and not texts. */
const WORDS = new Set(["kind", "status"]);

/** The spans of the selection that have a value, as TraceQL; null where that cannot be said. */
export function sharedFilter(
  base: string,
  selection: string,
  name: string,
  value: Pick<ValueShare, "value" | "numbers">,
): string | null {
  const parts = [inner(base), inner(selection), conditionOf(name, value)];
  if (parts.some((part) => part === null)) return null;
  return `{ ${parts.filter((part) => part !== "").join(" && ")} }`;
}

function conditionOf(name: string, { value, numbers }: Pick<ValueShare, "value" | "numbers">): string | null {
  if (numbers) {
    const [from, to] = numbers;
    return from === 0 ? `${name} <= 0` : `${name} >= ${from} && ${name} < ${to}`;
  }
  const literal = literalOf(name, value);
  return literal && `${name} = ${literal}`;
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
