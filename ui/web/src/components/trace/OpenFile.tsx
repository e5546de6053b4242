import { type ChangeEvent, useRef, useState } from "react";
import { navigate } from "../../routing/location";
import { keepFile } from "../../trace/openedFiles";

/** Opens a trace of a file: OTLP/JSON, or what the look-up by id answered. */
export function OpenFile({ small = false }: { small?: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const open = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    event.target.value = "";
    if (!file) return;
    try {
      navigate({ page: "trace", id: keepFile(await file.text()), span: null });
      setFailure(null);
    } catch (e) {
      setFailure(`${file.name}: ${e instanceof Error ? e.message : e}`);
    }
  };
  return (
    <>
      <button
        type="button"
        className={small ? "button small" : "button"}
        title="Opens a trace from a JSON file; it is not stored"
        onClick={() => input.current?.click()}
      >
        Open file
      </button>
      <input
        ref={input}
        type="file"
        accept=".json,.jsonl,.ndjson,application/json"
        hidden
        aria-label="File with a trace"
        onChange={open}
      />
      {failure && (
        <span className="error-text" role="alert">
          {failure}
        </span>
      )}
    </>
  );
}
