import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef, useState } from "react";
import { formatDuration } from "../../format/duration";
import { plural } from "../../format/quantity";
import { type FlameNode, flameOf } from "../../trace/flame";
import type { Service } from "../../trace/services";
import type { Row } from "../../trace/tree";
import { useWidth } from "../chart/useWidth";
import { flameNeighbour, frameAt, framesOf, LINE_HEIGHT, paintFlame } from "./flamePaint";
import { useMediaQuery } from "./useMediaQuery";

interface Props {
  rows: Row[];
  services: Map<string, Service>;
  /** Looks for a name in the waterfall. */
  narrow: (text: string) => void;
  /** The frame that is seen alone: which child of which, from the whole on. */
  frame: readonly number[];
  setFrame: (frame: number[]) => void;
}

/** Where the self time of a trace went, by chain of operations; drawn on a canvas. */
export function FlameGraph({ rows, services, narrow, frame, setFrame }: Props) {
  const root = useMemo(() => flameOf(rows), [rows]);
  const top = frame.reduce((node, child) => node.children[child] ?? node, root);
  const setZoomed = (node: FlameNode) => setFrame(pathTo(node));
  const [chosen, setChosen] = useState<FlameNode | null>(null);
  const current = chosen && rootOf(chosen) === root ? chosen : top;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [box, width] = useWidth<HTMLDivElement>();
  const isDark = useMediaQuery("(prefers-color-scheme: dark)");
  const frames = useMemo(() => framesOf(top, width), [top, width]);
  const height = frames.reduce((most, frame) => Math.max(most, frame.y), 0) + LINE_HEIGHT;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours of the style sheet follow isDark
  useEffect(() => {
    if (canvas.current && width > 0) {
      paintFlame(canvas.current, frames, width, height, current, (name) => services.get(name)?.colour ?? 0);
    }
  }, [frames, width, height, current, services, isDark]);

  const at = (event: MouseEvent) => frameAt(frames, event.nativeEvent.offsetX, event.nativeEvent.offsetY);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = flameNeighbour(current, event.key);
    if (next) setChosen(next);
    else if (event.key === "Enter") setZoomed(current);
    else if (event.key === "Escape" && top !== root) setZoomed(root);
    else return;
    event.preventDefault();
  };
  return (
    <section className="view-scroll flame" aria-label="Flame graph">
      <p className="flame-line">
        <FlameFacts node={current} root={root} />
        {top !== root && (
          <button type="button" className="button small" onClick={() => setZoomed(root)}>
            Whole trace
          </button>
        )}
        {current !== root && (
          <button type="button" className="button small" onClick={() => narrow(current.name)}>
            Find its spans
          </button>
        )}
      </p>
      <div
        ref={box}
        className="flame-box"
        role="application"
        aria-label={FLAME_LABEL}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the drawing takes the arrow keys
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <canvas
          ref={canvas}
          style={{ width, height }}
          onMouseMove={(event) => setChosen(at(event))}
          onMouseLeave={() => setChosen(null)}
          onClick={(event) => {
            const node = at(event);
            if (node) setZoomed(node === top ? (node.parent ?? root) : node);
          }}
        />
      </div>
      <p className="muted">
        The wider, the more time: each frame is as wide as its own self time and that of all below it. What
        ran at the same time adds up. Click a frame to see it and what is below it.
      </p>
    </section>
  );
}

const FLAME_LABEL =
  "Flame graph: arrows go up, down and to the side, Enter shows a frame alone. The statistics have the same in a table.";

function rootOf(node: FlameNode): FlameNode {
  let top = node;
  while (top.parent) top = top.parent;
  return top;
}

/** Which child of which a node is, from the root on. */
function pathTo(node: FlameNode): number[] {
  return node.parent ? [...pathTo(node.parent), node.parent.children.indexOf(node)] : [];
}

/** What the frame under the mouse or the keyboard is. */
function FlameFacts({ node, root }: { node: FlameNode; root: FlameNode }) {
  const share = root.total > 0 ? (node.total / root.total) * 100 : 0;
  return (
    <span aria-live="polite">
      <strong>
        {node.service} {node.name}
      </strong>{" "}
      {formatDuration(node.total)} ({share.toFixed(1)} %), {formatDuration(node.self)} of it self;{" "}
      {plural(node.count, "span")}
      {node.errors > 0 && <span className="error-text">, {plural(node.errors, "error")}</span>}
    </span>
  );
}
