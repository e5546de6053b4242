import { type FormEvent, useId, useState } from "react";
import { idOf } from "../compare/ChooseTraces";

/** Finds a request by its own id or its trace's. */
export function FindRequest({ request, find }: { request: string; find: (id: string) => void }) {
  const [text, setText] = useState(request);
  const id = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) find(/trace\//.test(text) ? idOf(text) : text.trim());
  };
  return (
    <form className="find-request" onSubmit={submit}>
      <label className="sr-only" htmlFor={id}>
        Request
      </label>
      <input
        id={id}
        data-query
        className="text-input"
        type="text"
        placeholder="x_request_id or trace id"
        value={text}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="button primary">
        Take apart
      </button>
    </form>
  );
}
