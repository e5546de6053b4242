import type { AnyValue } from "../api/otlp";

/** Where an attribute stands, as TraceQL names it. */
export type AttributeScope = "span" | "resource" | "event" | "link" | "instrumentation";

/** The TraceQL that finds spans with an attribute's value, null for a value that cannot be compared. */
export function attributeFilter(
  scope: AttributeScope,
  key: string,
  value: AnyValue | undefined,
): string | null {
  const literal = literalOf(value);
  return literal === null ? null : `{ ${attributeName(scope, key)} = ${literal} }`;
}

/** An attribute's name in TraceQL, in quotes where it has signs of the language. */
export function attributeName(scope: AttributeScope, key: string): string {
  return /^[\p{L}\p{N}_.\-/]+$/u.test(key) ? `${scope}.${key}` : `${scope}.${quoted(key)}`;
}

/** A text as a literal of TraceQL. */
export function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t")}"`;
}

function literalOf(value: AnyValue | undefined): string | null {
  if (!value) return null;
  if (value.stringValue !== undefined) return quoted(value.stringValue);
  if (value.boolValue !== undefined) return String(value.boolValue);
  if (value.intValue !== undefined) return String(value.intValue);
  if (value.doubleValue !== undefined) return doubleLiteral(Number(value.doubleValue));
  return null;
}

/** TraceQL has neither exponents nor infinities. */
function doubleLiteral(value: number): string | null {
  const text = String(value);
  if (!/^-?[\d.]+$/.test(text)) return null;
  return text.includes(".") ? text : `${text}.0`;
}
