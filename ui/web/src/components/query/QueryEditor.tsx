import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from "react";
import { isMetric, recentQueries } from "../../query/history";
import { errorPlace } from "../../query/position";
import { ErrorPlace } from "./ErrorPlace";
import { SuggestionList } from "./SuggestionList";
import type { Draft } from "./useDraft";
import { type Suggestion, useSuggestions } from "./useSuggestions";

interface Props {
  draft: Draft;
  label: string;
  placeholder: string;
  /** What the server said against the query that was sent. */
  refused?: { query: string; message: string } | null;
}

type Open = "nothing" | "suggestions" | "recent";

/** A line of TraceQL with completion of what may follow, and the queries asked before. */
export function QueryEditor({ draft, label, placeholder, refused }: Props) {
  const { text: value, write: change, ask: submit } = draft;
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const moveTo = useRef<number | null>(null);
  const [open, setOpen] = useState<Open>("nothing");
  const [caret, setCaret] = useState(value.length);
  const [active, setActive] = useState(-1);
  const { items: suggestions, start, end } = useSuggestions(value, caret, open === "suggestions");
  const items =
    open === "recent"
      ? recentQueries(isMetric(placeholder)).map(asWhole)
      : open === "nothing"
        ? []
        : suggestions;
  const place = refused && refused.query === value ? errorPlace(refused.message, value) : null;

  const show = (what: Open) => {
    setOpen(what);
    setActive(-1);
  };
  const take = (item: Suggestion) => {
    if (open === "recent") {
      change(item.insert);
      show("nothing");
      submit(item.insert);
      return;
    }
    const rest = value.slice(end);
    const next = value.slice(0, start) + item.insert + (item.insert.endsWith(" ") ? rest.trimStart() : rest);
    change(next);
    show("suggestions");
    moveTo.current = start + item.insert.length;
    setCaret(start + item.insert.length);
  };
  // With the text that was taken, not a frame later: the next key may be there before that.
  useLayoutEffect(() => {
    if (moveTo.current === null) return;
    field.current?.setSelectionRange(moveTo.current, moveTo.current);
    moveTo.current = null;
  });
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (open === "nothing") show("suggestions");
      else if (items.length > 0) setActive(step(active, event.key === "ArrowDown" ? 1 : -1, items.length));
    } else if (event.key === "Enter" || (event.key === "Tab" && active >= 0)) {
      event.preventDefault();
      const chosen = items[active];
      if (chosen) return take(chosen);
      show("nothing");
      submit(value);
    } else if (event.key === "Escape" && open !== "nothing") {
      event.preventDefault();
      show("nothing");
    } else if (event.key === " " && event.ctrlKey) {
      event.preventDefault();
      show("suggestions");
    }
  };
  return (
    <div className="query-editor">
      <input
        ref={field}
        type="text"
        data-query
        role="combobox"
        aria-label={label}
        aria-expanded={items.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
        aria-invalid={place !== null}
        aria-errormessage={place !== null ? `${id}-error` : undefined}
        value={value}
        placeholder={placeholder}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        onChange={(event) => {
          change(event.target.value);
          setCaret(event.target.selectionStart ?? event.target.value.length);
          show("suggestions");
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
        onKeyDown={onKey}
        onBlur={() => show("nothing")}
      />
      <button
        type="button"
        className="button history-button"
        aria-label="Earlier queries"
        title="Earlier queries"
        // The field keeps the focus, and with it the list stays open.
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => {
          field.current?.focus();
          show(open === "recent" ? "nothing" : "recent");
        }}
      >
        <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
          <path d="M8 2a6 6 0 1 1-5.6 3.9M2 2v4h4M8 5v3.4l2.3 1.4" fill="none" stroke="currentColor" />
        </svg>
      </button>
      <SuggestionList
        id={id}
        items={items}
        active={active}
        take={take}
        empty={open === "recent" ? "No query was asked in this browser yet." : null}
      />
      {refused && place !== null && (
        <ErrorPlace id={`${id}-error`} query={value} place={place} message={refused.message} />
      )}
    </div>
  );
}

function asWhole(query: string): Suggestion {
  return { label: query, insert: query };
}

function step(active: number, by: number, length: number): number {
  return active < 0 && by < 0 ? length - 1 : (active + by + length) % length;
}
