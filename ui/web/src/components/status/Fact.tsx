import type { ReactNode } from "react";
import { formatBytes, formatCount } from "../../format/quantity";

/** One figure with its name, and a word on it where it needs one. */
export function Fact({ name, note, children }: { name: string; note?: string; children: ReactNode }) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd title={note}>{children}</dd>
    </div>
  );
}

/** A dash for what the server does not say. */
export function count(value: number | undefined): string {
  return value === undefined ? "–" : formatCount(value);
}

/** The same for a size. */
export function bytes(value: number | undefined): string {
  return value === undefined ? "–" : formatBytes(value);
}
