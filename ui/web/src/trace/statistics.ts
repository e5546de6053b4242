import type { Row } from "./tree";

/** What the spans of one service, or of one operation of it, took together; times in nanoseconds. */
export interface Statistic {
  key: string;
  service: string;
  /** Null where the statistic is of the whole service. */
  name: string | null;
  count: number;
  errors: number;
  total: number;
  self: number;
  /** How much of the critical path is theirs. */
  critical: number;
  mean: number;
  p95: number;
  longest: number;
  /** Null where no span says how long it was busy. */
  busy: number | null;
  idle: number | null;
}

interface Gathering extends Statistic {
  durations: number[];
}

/** Statistics of a trace by service, or by service and operation; the greatest self time first. */
export function statisticsOf(rows: Row[], by: "service" | "operation"): Statistic[] {
  const found = new Map<string, Gathering>();
  for (const row of rows) gather(groupOf(row, by, found), row);
  return [...found.values()].map(finished).sort((a, b) => b.self - a.self);
}

function groupOf(row: Row, by: "service" | "operation", found: Map<string, Gathering>): Gathering {
  const { service, name } = row.span;
  const key = by === "service" ? service : `${service}\0${name}`;
  let group = found.get(key);
  if (!group) {
    group = {
      key,
      service,
      name: by === "service" ? null : name,
      count: 0,
      errors: 0,
      total: 0,
      self: 0,
      critical: 0,
      mean: 0,
      p95: 0,
      longest: 0,
      busy: null,
      idle: null,
      durations: [],
    };
    found.set(key, group);
  }
  return group;
}

function gather(group: Gathering, { span, self, critical }: Row): void {
  const duration = Math.max(0, span.duration);
  group.count++;
  if (span.error) group.errors++;
  group.total += duration;
  group.self += self;
  group.critical += lengthOf(critical);
  group.durations.push(duration);
  if (span.busy !== null) group.busy = (group.busy ?? 0) + span.busy;
  if (span.idle !== null) group.idle = (group.idle ?? 0) + span.idle;
}

function finished({ durations, ...group }: Gathering): Statistic {
  durations.sort((a, b) => a - b);
  return {
    ...group,
    mean: group.total / group.count,
    p95: quantile(durations, 0.95),
    longest: durations.at(-1) ?? 0,
  };
}

/** The length of stretches that are given as starts and ends in turn. */
export function lengthOf(stretches: number[]): number {
  let sum = 0;
  for (let i = 0; i < stretches.length; i += 2) {
    sum += (stretches[i + 1] as number) - (stretches[i] as number);
  }
  return sum;
}

/** The nearest-rank quantile of values in ascending order, NaN of none. */
export function quantile(sorted: number[], q: number): number {
  if (sorted.length === 0) return Number.NaN;
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] as number;
}
