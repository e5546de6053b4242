import { type FormEvent, useId, useState } from "react";
import { navigate } from "../../routing/location";
import { RANGES } from "../../routing/range";
import { DEFAULT_SEARCH, type SearchRoute } from "../../routing/route";

/** The query, its time range and whether it is asked again and again; all of it lives in the URL. */
export function SearchForm({ route }: { route: SearchRoute }) {
  const [draft, setDraft] = useState(route.query);
  const id = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const query = draft.trim() || DEFAULT_SEARCH.query;
    setDraft(query);
    if (query !== route.query) navigate({ ...route, query });
  };
  return (
    <form className="search" onSubmit={submit}>
      <label htmlFor={`${id}-query`}>TraceQL</label>
      <input
        id={`${id}-query`}
        type="text"
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        placeholder='{ resource.service.name = "frontend" && status = error }'
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
      />
      <button type="submit" className="button primary">
        Search
      </button>
      <label className="sr-only" htmlFor={`${id}-range`}>
        Time range
      </label>
      <select
        id={`${id}-range`}
        value={route.range}
        onChange={(event) => navigate({ ...route, range: event.target.value }, "replace")}
      >
        {RANGES.map((range) => (
          <option key={range.id} value={range.id}>
            {range.label}
          </option>
        ))}
      </select>
      <label className="toggle">
        <input
          type="checkbox"
          checked={route.live}
          onChange={(event) => navigate({ ...route, live: event.target.checked }, "replace")}
        />
        Refresh
      </label>
    </form>
  );
}
