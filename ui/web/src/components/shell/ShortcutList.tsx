import { useEffect, useRef } from "react";
import { activeShortcuts } from "../../keyboard/shortcuts";

/** The keys that do something on this page. */
export function ShortcutList({ close }: { close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby="shortcuts" onClose={close}>
      <h2 id="shortcuts">Keyboard</h2>
      {activeShortcuts().map((group) => (
        <section key={group.name}>
          <h3>{group.name}</h3>
          <dl className="keys">
            {group.shortcuts.map((shortcut) => (
              <div key={shortcut.keys}>
                <dt>
                  {shortcut.keys.split(" ").map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{shortcut.label}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <form method="dialog">
        <button type="submit" className="button">
          Close
        </button>
      </form>
    </dialog>
  );
}
