import { useId } from "react";
import { currentZone } from "../../format/zone";
import { fixedRange, intervalOf, RANGES, rangeOf } from "../../routing/range";

/** Chooses a time range: one that ends now, or from a time to another. */
export function RangePicker({ range, change }: { range: string; change: (range: string) => void }) {
  const id = useId();
  const fixed = fixedRange(range);
  const choose = (value: string) =>
    change(value === "fixed" ? rangeOf(intervalOf(range, Date.now())) : value);
  return (
    <span className="range-picker">
      <label className="sr-only" htmlFor={`${id}-range`}>
        Time range
      </label>
      <select
        id={`${id}-range`}
        className="control"
        value={fixed ? "fixed" : range}
        onChange={(event) => choose(event.target.value)}
      >
        {RANGES.map((known) => (
          <option key={known.id} value={known.id}>
            {known.label}
          </option>
        ))}
        <option value="fixed">From … to …</option>
      </select>
      {fixed && (
        <>
          <TimeField label="From" millis={fixed.start} change={(start) => set(start, fixed.end, change)} />
          <TimeField label="To" millis={fixed.end} change={(end) => set(fixed.start, end, change)} />
        </>
      )}
    </span>
  );
}

function set(start: number, end: number, change: (range: string) => void) {
  if (start < end) change(rangeOf({ start, end }));
}

function TimeField(props: { label: string; millis: number; change: (millis: number) => void }) {
  return (
    <input
      type="datetime-local"
      className="control"
      step="1"
      aria-label={props.label}
      title={props.label}
      value={fieldText(props.millis)}
      onChange={(event) => {
        const millis = Date.parse(event.target.value + (currentZone() === "utc" ? "Z" : ""));
        if (Number.isFinite(millis)) props.change(millis);
      }}
    />
  );
}

function fieldText(millis: number): string {
  const offset = currentZone() === "utc" ? 0 : new Date(millis).getTimezoneOffset() * 60_000;
  return new Date(millis - offset).toISOString().slice(0, 19);
}
