import { useEffect, useRef } from "react";
import type { Suggestion } from "./useSuggestions";

interface Props {
  id: string;
  items: readonly Suggestion[];
  active: number;
  take: (item: Suggestion) => void;
  /** What is said where there is nothing; null for no list. */
  empty: string | null;
}

/** What the field above offers. The focus stays in the field. */
export function SuggestionList({ id, items, active, take, empty }: Props) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);
  if (items.length === 0) return empty === null ? null : <p className="suggestions muted">{empty}</p>;
  return (
    <div
      ref={list}
      id={`${id}-list`}
      className="suggestions"
      role="listbox"
      aria-label="What may be written here"
    >
      {items.map((item, place) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the field, which has the focus
        <div
          key={item.label}
          id={`${id}-${place}`}
          role="option"
          tabIndex={-1}
          aria-selected={place === active}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => take(item)}
        >
          {item.label}
        </div>
      ))}
    </div>
  );
}
