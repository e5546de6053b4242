import { type HttpError, isRefusal } from "../../api/http";
import { navigate } from "../../routing/location";
import { ALL_SPANS, type SearchRoute } from "../../routing/route";
import { RangePicker } from "../common/RangePicker";
import { QueryEditor } from "../query/QueryEditor";
import { useDraft } from "../query/useDraft";
import { FilterForm } from "./FilterForm";

interface Props {
  route: SearchRoute;
  again: () => void;
  failure: HttpError | Error | null;
}

/** The query as text and as fields, its time range, and whether new traces are followed; all live in the URL. */
export function SearchForm({ route, again, failure }: Props) {
  const draft = useDraft(route, ALL_SPANS, again);
  return (
    <search className="search">
      <div className="search-line">
        <QueryEditor
          draft={draft}
          label="TraceQL query"
          placeholder='{ resource.service.name = "frontend" && status = error }'
          refused={failure && isRefusal(failure) ? { query: route.query, message: failure.message } : null}
        />
        <button type="button" className="button primary" onClick={() => draft.ask(draft.text)}>
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
      <FilterForm query={draft.text} search={draft.ask} />
    </search>
  );
}
