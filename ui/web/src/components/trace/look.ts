import type { Parameters } from "../../routing/route";
import type { TimeWindow } from "../../trace/layout";
import type { Grouping } from "../../trace/visible";
import { type ViewId, viewOf } from "./views";

/** How a trace is looked at, as its URL says. */
export interface Look {
  view: ViewId;
  grouping: Grouping;
  /** The part of the time that the axis shows, null for all. */
  time: TimeWindow | null;
  /** The text that is looked for. */
  find: string;
  critical: boolean;
  /** The keys of the rows that are not open or closed as usual. */
  toggled: readonly string[];
  /** What statistics are made by. */
  by: "operation" | "service";
  /** The column that a table is sorted by, with a minus before it for the least first; "" as usual. */
  sort: string;
  /** The frame of the flame graph that is seen alone: which child of which, from the whole on. */
  frame: readonly number[];
}

/** A URL that is longer is refused by some. */
const MOST_TOGGLED = 60;

/** What a URL says; what is not known is as usual. */
export function lookOf(parameters: Parameters = {}): Look {
  const { view, rows, time, find, critical, toggled, by, sort, frame } = parameters;
  return {
    view: viewOf(view),
    grouping: rows === "repeats" || rows === "services" ? rows : "spans",
    time: timeOf(time),
    find: find ?? "",
    critical: critical !== "off",
    toggled: listOf(toggled),
    by: by === "service" ? by : "operation",
    sort: sort ?? "",
    frame: listOf(frame).map(Number),
  };
}

/** The parameters of a look; what is as usual is left out. */
export function parametersOf(look: Look): Parameters {
  const { view, grouping, time, find, critical, toggled, by, sort, frame } = look;
  return {
    ...(view !== "waterfall" && { view }),
    ...(grouping !== "spans" && { rows: grouping }),
    ...(time && { time: `${Math.round(time.from)}-${Math.round(time.from + time.length)}` }),
    ...(find && { find }),
    ...(!critical && { critical: "off" }),
    ...(toggled.length > 0 && toggled.length <= MOST_TOGGLED && { toggled: toggled.join(" ") }),
    ...(by !== "operation" && { by }),
    ...(sort && { sort }),
    ...(frame.length > 0 && { frame: frame.join(" ") }),
  };
}

/** Two times since the trace's start, nanoseconds. */
function timeOf(text = ""): TimeWindow | null {
  const match = /^(\d{1,18})-(\d{1,18})$/.exec(text);
  const from = Number(match?.[1]);
  const length = Number(match?.[2]) - from;
  return length > 0 ? { from, length } : null;
}

function listOf(text = ""): string[] {
  return text.split(" ").filter((part) => part !== "");
}
