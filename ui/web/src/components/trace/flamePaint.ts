import { formatDuration } from "../../format/duration";
import { type FlameNode, flameNodes } from "../../trace/flame";

export const LINE_HEIGHT = 22;

/** A frame of the flame graph in pixels. */
export interface Frame {
  node: FlameNode;
  x: number;
  y: number;
  width: number;
}

const LEAST_WIDTH = 1;

/** The frames of a node and all below it, over the whole width. */
export function framesOf(top: FlameNode, width: number): Frame[] {
  const scale = top.total > 0 ? width / top.total : 0;
  return flameNodes(top, scale > 0 ? LEAST_WIDTH / scale : 0).map((node) => ({
    node,
    x: (node.left - top.left) * scale,
    y: (node.depth - top.depth) * LINE_HEIGHT,
    width: node === top ? width : node.total * scale,
  }));
}

/** The node at a place, null where there is none. */
export function frameAt(frames: Frame[], x: number, y: number): FlameNode | null {
  const hit = frames.find(
    (frame) => x >= frame.x && x < frame.x + frame.width && y >= frame.y && y < frame.y + LINE_HEIGHT,
  );
  return hit?.node ?? null;
}

/** Where an arrow key leads from a node, null if nowhere. */
export function flameNeighbour(node: FlameNode, key: string): FlameNode | null {
  const siblings = node.parent?.children ?? [];
  switch (key) {
    case "ArrowUp":
      return node.parent;
    case "ArrowDown":
      return node.children[0] ?? null;
    case "ArrowLeft":
      return siblings[siblings.indexOf(node) - 1] ?? null;
    case "ArrowRight":
      return siblings[siblings.indexOf(node) + 1] ?? null;
    default:
      return null;
  }
}

/** Draws frames in the colours of the style sheet. */
export function paintFlame(
  canvas: HTMLCanvasElement,
  frames: Frame[],
  width: number,
  height: number,
  current: FlameNode,
  colourOf: (service: string) => number,
): void {
  const scale = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d");
  if (!context) return;
  const style = getComputedStyle(canvas);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  context.scale(scale, scale);
  context.font = `12px ${style.fontFamily}`;
  context.textBaseline = "middle";
  for (const { node, x, y, width: wide } of frames) {
    const isRoot = node.parent === null;
    context.fillStyle = isRoot ? colour("--line") : colour(`--service-${colourOf(node.service)}`);
    context.fillRect(x, y, Math.max(LEAST_WIDTH, wide - 1), LINE_HEIGHT - 1);
    if (node.errors > 0) {
      context.fillStyle = colour("--error");
      context.fillRect(x, y + LINE_HEIGHT - 4, Math.max(LEAST_WIDTH, wide - 1), 3);
    }
    if (node === current) {
      context.strokeStyle = colour("--text");
      context.lineWidth = 2;
      context.strokeRect(x + 1, y + 1, Math.max(1, wide - 3), LINE_HEIGHT - 3);
    }
    if (wide > 34) {
      context.fillStyle = isRoot ? colour("--text") : colour("--on-service");
      paintText(
        context,
        `${node.name}  ${formatDuration(node.total)}`,
        x + 6,
        y + LINE_HEIGHT / 2,
        wide - 12,
      );
    }
  }
}

/** Draws as much of a text as there is room for. */
function paintText(
  context: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  room: number,
): void {
  let shown = text;
  if (context.measureText(text).width > room) {
    const letters = Math.floor((room / context.measureText(text).width) * text.length) - 1;
    if (letters < 2) return;
    shown = `${text.slice(0, letters)}…`;
  }
  context.fillText(shown, x, y);
}
