import type { KeyboardEvent } from "react";
import type { Grouping } from "../../trace/visible";
import type { Find } from "./useFind";
import type { Tree } from "./useTree";
import { VIEWS, type ViewId } from "./views";

interface Props {
  view: ViewId;
  show: (view: ViewId) => void;
  tree: Tree;
  find: Find;
  critical: boolean;
  setCritical: (shown: boolean) => void;
  showsWhole: boolean;
  logCount: number;
}

const GROUPINGS: readonly { id: Grouping; label: string; title: string }[] = [
  { id: "spans", label: "Each span", title: "A row for each span" },
  { id: "repeats", label: "Repeats as one", title: "Four or more siblings of one name in a row are one row" },
  { id: "services", label: "By service", title: "Only the spans by which a service is entered" },
];

/** The ways to look at the trace, and what is looked for in it. */
export function TraceToolbar(props: Props) {
  const { view, show, tree, find, critical, setCritical, showsWhole, logCount } = props;
  return (
    <div className="trace-toolbar">
      <nav className="view-tabs" aria-label="Views of the trace">
        {VIEWS.map(({ id, label }) => (
          <button
            key={id}
            type="button"
            aria-current={id === view ? "true" : undefined}
            onClick={() => show(id)}
          >
            {label}
            {id === "logs" && logCount > 0 && <span className="muted"> {logCount}</span>}
          </button>
        ))}
      </nav>
      {view === "waterfall" && (
        <>
          <fieldset className="segments" aria-label="Rows">
            {GROUPINGS.map(({ id, label, title }) => (
              <button
                key={id}
                type="button"
                title={title}
                aria-pressed={tree.grouping === id}
                onClick={() => tree.group(id)}
              >
                {label}
              </button>
            ))}
          </fieldset>
          <label
            className="toggle"
            title="The stretches that would have to be faster for the trace to end sooner"
          >
            <input
              type="checkbox"
              checked={critical}
              onChange={(event) => setCritical(event.target.checked)}
            />
            Critical path
          </label>
        </>
      )}
      {!showsWhole && (
        <span className="muted" role="status">
          Reading more spans…
        </span>
      )}
      <FindBox find={find} />
    </div>
  );
}

/** Looks for a text in all that the spans have. */
function FindBox({ find }: { find: Find }) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") find.step(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") find.search("");
    else return;
    event.preventDefault();
  };
  const isEmpty = !find.count;
  return (
    <search className="find">
      <input
        data-query
        type="text"
        aria-label="Find in this trace"
        placeholder="Find in the spans"
        value={find.text}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => find.search(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <output className="find-count" aria-live="polite">
        {find.count === null ? "" : find.at > 0 ? `${find.at} of ${find.count}` : `${find.count} found`}
      </output>
      <button
        type="button"
        className="button small"
        aria-label="Span before"
        title="Before (N)"
        disabled={isEmpty}
        onClick={() => find.step(-1)}
      >
        ↑
      </button>
      <button
        type="button"
        className="button small"
        aria-label="Next span"
        title="Next (n)"
        disabled={isEmpty}
        onClick={() => find.step(1)}
      >
        ↓
      </button>
    </search>
  );
}
