import { expect, test } from "vitest";
import type { AnyValue } from "../api/otlp";
import { attributeText, valueText } from "./value";

const cases: [AnyValue | undefined, string][] = [
  [{ stringValue: "GET /" }, "GET /"],
  [{ stringValue: "" }, ""],
  [{ intValue: "500" }, "500"],
  [{ intValue: "9223372036854775807" }, "9223372036854775807"],
  [{ doubleValue: 0.25 }, "0.25"],
  [{ doubleValue: "NaN" }, "NaN"],
  [{ boolValue: false }, "false"],
  [{ bytesValue: "AP8=" }, "0x00ff"],
  [{ arrayValue: { values: [{ stringValue: "a" }, { intValue: "2" }] } }, '[ "a", 2 ]'],
  [{ arrayValue: {} }, "[]"],
  [{ kvlistValue: { values: [{ key: "k", value: { boolValue: true } }] } }, '{ "k": true }'],
  [{}, "(empty)"],
  [undefined, "(empty)"],
];

test.each(cases)("%j is %s", (value, text) => {
  expect(valueText(value)).toBe(text);
});

test("finds an attribute by key", () => {
  expect(attributeText([{ key: "a", value: { intValue: "1" } }], "a")).toBe("1");
  expect(attributeText([], "a")).toBeUndefined();
});
