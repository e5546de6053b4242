import { type ChangeEvent, useEffect, useId, useState } from "react";

interface Props {
  label: string;
  value: string;
  commit: (value: string) => void;
  options?: readonly string[] | undefined;
  placeholder?: string;
  narrow?: boolean;
  /** Null for a text that cannot be used. */
  check?: (text: string) => string | null;
  /** What is expected, for who wrote something else. */
  wrong?: string;
}

/** One field of the form: searched with when Enter is pressed, the field is left, or an offered value is chosen. */
export function FilterField({ label, value, commit, options, placeholder, narrow, check, wrong }: Props) {
  const id = useId();
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  const isWrong = draft !== "" && check?.(draft) === null;
  const use = (text: string) => {
    if (text !== value && !(text !== "" && check?.(text) === null)) commit(text);
  };
  const onChange = (event: ChangeEvent<HTMLInputElement>) => {
    const text = event.target.value;
    setDraft(text);
    // A value that was picked from the list comes at once, not letter by letter.
    const typed = (event.nativeEvent as InputEvent).inputType;
    if ((!typed || typed === "insertReplacementText") && options?.includes(text)) use(text);
  };
  return (
    <label className={narrow ? "filter-field narrow" : "filter-field"}>
      <span>{label}</span>
      <input
        type="text"
        className="control"
        list={options ? `${id}-options` : undefined}
        value={draft}
        placeholder={placeholder ?? "any"}
        aria-invalid={isWrong}
        title={isWrong ? wrong : undefined}
        autoComplete="off"
        spellCheck={false}
        onChange={onChange}
        onBlur={() => use(draft.trim())}
        onKeyDown={(event) => {
          if (event.key === "Enter") use(draft.trim());
        }}
      />
      {options && (
        <datalist id={`${id}-options`}>
          {options.map((option) => (
            <option key={option} value={option} />
          ))}
        </datalist>
      )}
    </label>
  );
}
