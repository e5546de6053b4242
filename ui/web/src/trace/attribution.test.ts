import { expect, test } from "vitest";
import type { AnyValue } from "../api/otlp";
import { attributionOf, type CompareSeries } from "./attribution";

function series(type: string, key: string, value: AnyValue, count: number): CompareSeries {
  return {
    labels: [
      { key: "__meta_type", value: { stringValue: type } },
      { key, value },
    ],
    value: count,
  };
}

const nil = { stringValue: "nil" };
const totals = [series("selection_total", "name", nil, 10), series("baseline_total", "name", nil, 90)];

test("attributes that differ come first, and those alike are left out", () => {
  const found = attributionOf([
    ...totals,
    series("selection", "span.host", { stringValue: "a" }, 10),
    series("baseline", "span.host", { stringValue: "a" }, 9),
    series("baseline", "span.host", { stringValue: "b" }, 81),
    series("selection", "kind", { stringValue: "server" }, 10),
    series("baseline", "kind", { stringValue: "server" }, 90),
    series("selection", "span.id", { stringValue: "x1" }, 1),
  ]);
  expect(found).toMatchObject({ selectionCount: 10, baselineCount: 90 });
  expect(found.attributes.map(({ name }) => name)).toEqual(["span.host"]);
  expect(found.attributes[0]?.score).toBeCloseTo(0.64, 2);
  expect(found.attributes[0]?.values.map((one) => [one.text, one.selection, one.baseline])).toEqual([
    ["a", 1, 0.1],
    ["b", 0, 0.9],
  ]);
});

test("what may be chance is no difference, nor is that by which was selected", () => {
  const found = attributionOf(
    [
      ...totals,
      ...["a", "b", "c", "d"].flatMap((value, i) => [
        series("selection", "span.host", { stringValue: value }, 1 + i),
        series("baseline", "span.host", { stringValue: value }, 24 - i),
      ]),
      series("selection", "status", { stringValue: "error" }, 10),
      series("baseline", "status", { stringValue: "unset" }, 90),
      series("selection", "statusMessage", { stringValue: "no" }, 10),
    ],
    "{ status = error && span.x >= 3 }",
  );
  expect(found.attributes.map(({ name }) => name)).toEqual(["statusMessage"]);
});

test("many numbers are put into ranges", () => {
  const numbers = Array.from({ length: 9 }, (_, i) =>
    series("baseline", "span.tokens", { intValue: String(i + 1) }, 10),
  );
  const found = attributionOf([
    ...totals,
    ...numbers,
    series("selection", "span.tokens", { intValue: "1500" }, 6),
    series("selection", "span.tokens", { intValue: "1100" }, 4),
  ]);
  const [first] = found.attributes[0]?.values ?? [];
  expect(first).toMatchObject({ text: "1,024 to 2,047", numbers: [1024, 2048], selection: 1, baseline: 0 });
});
