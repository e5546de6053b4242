import { type HttpError, isRefusal } from "../../api/http";
import { rememberQuery } from "../../query/history";
import { navigate } from "../../routing/location";
import { ALL_SPANS, type SearchRoute } from "../../routing/route";
import { RangePicker } from "../common/RangePicker";
import { QueryEditor, useDraft } from "../query/QueryEditor";
import { FilterForm } from "./FilterForm";

interface Props {
  route: SearchRoute;
  again: () => void;
  failure: HttpError | Error | null;
}

/** The query as text and as fields, its time range, and whether new traces are followed; all live in the URL. */
export function SearchForm({ route, again, failure }: Props) {
  const [draft, setDraft] = useDraft(route.query);
  const search = (text: string) => {
    const query = text || ALL_SPANS;
    setDraft(query);
    if (query !== ALL_SPANS) rememberQuery(query);
    if (query === route.query) again();
    else navigate({ ...route, query });
  };
  return (
    <search className="search">
      <div className="search-line">
        <QueryEditor
          value={draft}
          change={setDraft}
          submit={search}
          label="TraceQL query"
          placeholder='{ resource.service.name = "frontend" && status = error }'
          refused={failure && isRefusal(failure) ? { query: route.query, message: failure.message } : null}
        />
        <button type="button" className="button primary" onClick={() => search(draft.trim())}>
          Search
        </button>
        <RangePicker range={route.range} change={(range) => navigate({ ...route, range })} />
        <button
          type="button"
          className="button live"
          aria-pressed={route.live}
          title="Show traces as they come in"
          onClick={() => navigate({ ...route, live: !route.live }, "replace")}
        >
          <span className="live-dot" aria-hidden="true" />
          Live
        </button>
      </div>
      <FilterForm query={draft} search={search} />
    </search>
  );
}
