import { useState } from "react";
import { formatCount } from "../../format/quantity";

const SHOWN_AT_FIRST = 2000;

/** A text of any length; a very long one is cut until asked for. */
export function LongText({ text }: { text: string }) {
  const [all, setAll] = useState(false);
  if (all || text.length <= SHOWN_AT_FIRST) return text;
  return (
    <>
      {text.slice(0, SHOWN_AT_FIRST)}…{" "}
      <button type="button" className="button small" onClick={() => setAll(true)}>
        Show all {formatCount(text.length)} characters
      </button>
    </>
  );
}
