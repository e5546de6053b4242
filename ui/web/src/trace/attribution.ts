import type { AnyValue } from "../api/otlp";
import { formatCount } from "../format/quantity";
import { valueText } from "./value";

/** A series of TraceQL's compare(): its labels and how many spans it counts. */
export interface CompareSeries {
  labels: { key: string; value: AnyValue }[];
  value?: number;
}

/** How often a value, or numbers of a range, occur in both sets, as parts of all spans of the set. */
export interface ValueShare {
  text: string;
  value: AnyValue;
  /** From the first number on and below the second; null where it is one value. */
  numbers: [number, number] | null;
  selectionCount: number;
  baselineCount: number;
  selection: number;
  baseline: number;
}

/** An attribute with its values, those that are more frequent in the selection first. */
export interface AttributeDifference {
  name: string;
  /** How far apart the two sets are in it: 0 alike, 1 apart; what may be chance is taken off. */
  score: number;
  values: ValueShare[];
}

export interface Attribution {
  selectionCount: number;
  baselineCount: number;
  attributes: AttributeDifference[];
}

/** A value of fewer spans says nothing of a set. */
const LEAST_SPANS = 2;

/** So many standard errors of a share's difference are put down to chance. */
const BY_CHANCE = 2;

/**
 * Attributes by how much they differ between the two sets of a compare(), the most first. Those by which
 * the selection is made differ anyway, and are left out.
 */
export function attributionOf(series: CompareSeries[], selection = ""): Attribution {
  const chosenBy = new Set(selection.split(/[^\w.:/-]+/));
  const counts = new Map<string, Map<string, ValueShare>>();
  let selectionCount = 0;
  let baselineCount = 0;
  for (const { labels, value = 0 } of series) {
    const type = labels.find((label) => label.key === "__meta_type")?.value.stringValue;
    const label = labels.find((one) => !one.key.startsWith("__meta_"));
    if (!label) continue;
    if (type === "selection_total") selectionCount = Math.max(selectionCount, value);
    else if (type === "baseline_total") baselineCount = Math.max(baselineCount, value);
    else if (type === "selection") shareOf(counts, label).selectionCount += value;
    else if (type === "baseline") shareOf(counts, label).baselineCount += value;
  }
  const attributes = [...counts].map(([name, values]) =>
    differenceOf(name, inRanges([...values.values()]), selectionCount, baselineCount),
  );
  attributes.sort((a, b) => b.score - a.score);
  return {
    selectionCount,
    baselineCount,
    attributes: attributes.filter(({ name, score }) => score > 0 && !chosenBy.has(name)),
  };
}

/** More different numbers than this are put into ranges. */
const MOST_NUMBERS = 8;

/** Many numbers as ranges from one power of two to the next, anything else as it is. */
function inRanges(values: ValueShare[]): ValueShare[] {
  if (values.length <= MOST_NUMBERS) return values;
  const isWhole = values.every(({ value }) => value.intValue !== undefined);
  const ranges = new Map<number, ValueShare>();
  for (const one of values) {
    const number = numberOf(one.value);
    if (number === null) return values;
    const from = number <= 0 ? 0 : 2 ** Math.floor(Math.log2(number));
    const to = from === 0 ? 2 ** -40 : from * 2;
    let range = ranges.get(from);
    if (!range) {
      range = {
        ...one,
        text: rangeText(from, to, isWhole),
        numbers: [from, to],
        selectionCount: 0,
        baselineCount: 0,
      };
      ranges.set(from, range);
    }
    range.selectionCount += one.selectionCount;
    range.baselineCount += one.baselineCount;
  }
  return [...ranges.values()];
}

function numberOf(value: AnyValue): number | null {
  const number = value.intValue ?? value.doubleValue;
  return number === undefined ? null : Number(number);
}

function rangeText(from: number, to: number, isWhole: boolean): string {
  if (from === 0) return "0 or less";
  if (isWhole) return `${formatCount(from)} to ${formatCount(to - 1)}`;
  return `${Number(from.toPrecision(3))} to under ${Number(to.toPrecision(3))}`;
}

function shareOf(
  counts: Map<string, Map<string, ValueShare>>,
  { key, value }: { key: string; value: AnyValue },
): ValueShare {
  let values = counts.get(key);
  if (!values) {
    values = new Map();
    counts.set(key, values);
  }
  const text = valueText(value);
  let share = values.get(text);
  if (!share) {
    share = { text, value, numbers: null, selectionCount: 0, baselineCount: 0, selection: 0, baseline: 0 };
    values.set(text, share);
  }
  return share;
}

function differenceOf(
  name: string,
  values: ValueShare[],
  selectionCount: number,
  baselineCount: number,
): AttributeDifference {
  let score = 0;
  for (const value of values) {
    value.selection = selectionCount > 0 ? value.selectionCount / selectionCount : 0;
    value.baseline = baselineCount > 0 ? value.baselineCount / baselineCount : 0;
    if (value.selectionCount + value.baselineCount < LEAST_SPANS) continue;
    const apart = Math.abs(value.selection - value.baseline);
    score += Math.max(0, apart - BY_CHANCE * standardError(value, selectionCount, baselineCount)) / 2;
  }
  values.sort((a, b) => b.selection - b.baseline - (a.selection - a.baseline));
  return { name, score: Math.min(1, score), values };
}

/** By how much the shares of a value in two sets of these sizes differ where it is as frequent in both. */
function standardError(
  { selectionCount, baselineCount }: ValueShare,
  selection: number,
  baseline: number,
): number {
  if (selection === 0 || baseline === 0) return 0;
  const share = (selectionCount + baselineCount) / (selection + baseline);
  return Math.sqrt(Math.max(0, share * (1 - share)) * (1 / selection + 1 / baseline));
}
