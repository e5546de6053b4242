import { type FormEvent, useEffect, useRef, useState } from "react";
import { chooseTenant, cleaned } from "../../tenant";

/** Asks whose spans to show. */
export function TenantDialog({ tenant, close }: { tenant: string; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState(tenant);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    chooseTenant(text);
  };
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby="tenant" onClose={close}>
      <h2 id="tenant">Whose spans?</h2>
      <p>
        This server keeps tenants apart. Say which one to show, or several as <code>team-a|team-b</code>.
        Services send theirs as <code>OTEL_EXPORTER_OTLP_HEADERS="X-Scope-OrgID=team-a"</code>.
      </p>
      <form className="tenant-form" onSubmit={submit}>
        <input
          aria-label="Tenant"
          placeholder="team-a"
          value={text}
          maxLength={400}
          onChange={(event) => setText(cleaned(event.target.value))}
        />
        <button type="submit" className="button primary" disabled={!text && !tenant}>
          {text || !tenant ? "Show" : "Show none"}
        </button>
        <button type="button" className="button" onClick={() => dialog.current?.close()}>
          Cancel
        </button>
      </form>
    </dialog>
  );
}
