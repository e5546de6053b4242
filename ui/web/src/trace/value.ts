import type { AnyValue, KeyValue } from "../api/otlp";
import { base64ToHex } from "./ids";

/** An attribute's value as text: strings as they are, lists and maps as JSON, bytes in hex. */
export function valueText(value: AnyValue | undefined): string {
  const plain = plainValue(value);
  if (typeof plain === "string") return plain;
  if (typeof plain === "object" && plain !== null)
    return JSON.stringify(plain, null, 1).replace(/\n\s*/g, " ");
  return plain === null ? "(empty)" : String(plain);
}

type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain };

function plainValue(value: AnyValue | undefined): Plain {
  if (!value) return null;
  if (value.stringValue !== undefined) return value.stringValue;
  if (value.boolValue !== undefined) return value.boolValue;
  if (value.intValue !== undefined) return exactInteger(value.intValue);
  if (value.doubleValue !== undefined) return value.doubleValue;
  if (value.bytesValue !== undefined) return `0x${base64ToHex(value.bytesValue)}`;
  if (value.arrayValue) return (value.arrayValue.values ?? []).map(plainValue);
  if (value.kvlistValue) return plainMap(value.kvlistValue.values ?? []);
  return null;
}

/** Integers that a double cannot hold stay text. */
function exactInteger(value: string | number): Plain {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

function plainMap(entries: KeyValue[]): Plain {
  return Object.fromEntries(entries.map((entry) => [entry.key ?? "", plainValue(entry.value)]));
}

/** The text of one attribute, or undefined if there is none of that key. */
export function attributeText(attributes: KeyValue[] | undefined, key: string): string | undefined {
  const found = attributes?.find((attribute) => attribute.key === key);
  return found ? valueText(found.value) : undefined;
}
