import { useEffect, useRef } from "react";

/** A key, or two after one another ("g s"), and what it does. */
export interface Shortcut {
  keys: string;
  label: string;
  /** Absent where a component listens itself, and the shortcut is only to be listed. */
  run?: () => void;
}

export interface ShortcutGroup {
  name: string;
  shortcuts: readonly Shortcut[];
}

const SEQUENCE_MILLIS = 1200;
const groups: { current: ShortcutGroup }[] = [];

/** What can be pressed now, for the list of it. */
export function activeShortcuts(): ShortcutGroup[] {
  return groups.map((group) => group.current);
}

/** Makes shortcuts work, and be listed, while the component is there. Those of later components win. */
export function useShortcuts(name: string, shortcuts: readonly Shortcut[]): void {
  const group = useRef<ShortcutGroup>({ name, shortcuts });
  group.current = { name, shortcuts };
  useEffect(() => {
    groups.push(group);
    return () => {
      groups.splice(groups.indexOf(group), 1);
    };
  }, []);
}

/** Listens for the keys of all shortcuts; the application uses it once. */
export function useShortcutKeys(): void {
  useEffect(() => {
    let first = "";
    let forget: ReturnType<typeof setTimeout> | undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || !isShortcut(event)) return;
      const pressed = first ? `${first} ${event.key}` : event.key;
      clearTimeout(forget);
      first = "";
      const shortcut = find(pressed) ?? find(event.key);
      if (shortcut) {
        event.preventDefault();
        shortcut.run?.();
      } else if (startsSequence(event.key)) {
        first = event.key;
        forget = setTimeout(() => {
          first = "";
        }, SEQUENCE_MILLIS);
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}

/** A key that is typed into a field, or held with Ctrl, is none of ours; nor is one while a dialog is open. */
function isShortcut(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const target = event.target instanceof HTMLElement ? event.target : null;
  if (target?.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]")) {
    return false;
  }
  return !document.querySelector("dialog[open]");
}

function find(keys: string): Shortcut | undefined {
  for (const group of [...groups].reverse()) {
    const found = group.current.shortcuts.find((shortcut) => shortcut.run && shortcut.keys === keys);
    if (found) return found;
  }
  return undefined;
}

function startsSequence(key: string): boolean {
  return groups.some((group) =>
    group.current.shortcuts.some((shortcut) => shortcut.keys.startsWith(`${key} `)),
  );
}
