import { useMemo } from "react";
import { formatDuration } from "../../format/duration";
import { formatCount } from "../../format/quantity";
import type { Service } from "../../trace/services";
import { type Statistic, statisticsOf } from "../../trace/statistics";
import type { Row } from "../../trace/tree";
import { ServiceDot } from "../common/ServiceDot";
import type { Look } from "./look";
import { SortHead } from "./SortHead";
import { type Measures, useOrder } from "./useOrder";

interface Props {
  rows: Row[];
  services: Map<string, Service>;
  /** The trace's, nanoseconds. */
  duration: number;
  /** Looks for a name in the waterfall. */
  narrow: (text: string) => void;
  look: Look;
  change: (part: Partial<Look>) => void;
}

const MEASURES: Measures<Statistic> = {
  name: (one) => `${one.service} ${one.name ?? ""}`,
  count: (one) => one.count,
  errors: (one) => one.errors,
  self: (one) => one.self,
  critical: (one) => one.critical,
  total: (one) => one.total,
  mean: (one) => one.mean,
  p95: (one) => one.p95,
  longest: (one) => one.longest,
  idle: (one) => one.idle ?? -1,
};

/** Where the time of a trace went, by service or by operation. */
export function StatisticsTable({ rows, services, duration, narrow, look, change }: Props) {
  const { by } = look;
  const statistics = useMemo(() => statisticsOf(rows, by), [rows, by]);
  const [ordered, order] = useOrder(statistics, MEASURES, "self", look.sort, (sort) => change({ sort }));
  const selfTotal = statistics.reduce((sum, one) => sum + one.self, 0);
  const selfMost = statistics[0]?.self ?? 0;
  return (
    <section className="view-scroll" aria-label="Statistics of the trace">
      <fieldset className="segments" aria-label="By">
        <button type="button" aria-pressed={by === "operation"} onClick={() => change({ by: "operation" })}>
          By operation
        </button>
        <button type="button" aria-pressed={by === "service"} onClick={() => change({ by: "service" })}>
          By service
        </button>
      </fieldset>
      <table className="data-table">
        <thead>
          <tr>
            <SortHead
              order={order}
              by="name"
              label={by === "service" ? "Service" : "Service and operation"}
              isNumber={false}
            />
            <SortHead order={order} by="count" label="Spans" />
            <SortHead order={order} by="errors" label="Errors" />
            <SortHead
              order={order}
              by="self"
              label="Self time"
              title="Time in which no child was under way, summed over the spans"
            />
            <th scope="col">Share</th>
            <SortHead
              order={order}
              by="critical"
              label="Critical path"
              title="How much of the critical path is theirs: what they would have to give for the trace to end sooner"
            />
            <SortHead order={order} by="total" label="Total" title="Durations, summed" />
            <SortHead order={order} by="mean" label="Mean" />
            <SortHead order={order} by="p95" label="P95" />
            <SortHead order={order} by="longest" label="Longest" />
            <SortHead order={order} by="idle" label="Idle" title="The sum of idle_ns, where spans have it" />
          </tr>
        </thead>
        <tbody>
          {ordered.map((one) => (
            <StatisticRow
              key={one.key}
              {...{ one, selfTotal, selfMost, duration, narrow }}
              colour={services.get(one.service)?.colour ?? 0}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface RowProps {
  one: Statistic;
  selfTotal: number;
  /** The greatest self time, whose bar is whole. */
  selfMost: number;
  duration: number;
  colour: number;
  narrow: (text: string) => void;
}

function StatisticRow({ one, selfTotal, selfMost, duration, colour, narrow }: RowProps) {
  const share = selfTotal > 0 ? (one.self / selfTotal) * 100 : 0;
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          className="link-button"
          title="Find these spans in the waterfall"
          onClick={() => narrow(one.name ?? one.service)}
        >
          <ServiceDot colour={colour} />
          <span className={one.name === null ? undefined : "row-service"}>{one.service}</span> {one.name}
        </button>
      </th>
      <td className="number">{formatCount(one.count)}</td>
      <td className={one.errors > 0 ? "number error-text" : "number"}>{formatCount(one.errors)}</td>
      <td className="number">{formatDuration(one.self)}</td>
      <td className="share" title={`${share.toFixed(1)} % of all self time`}>
        <small>{share > 0 && share < 1 ? "< 1" : Math.round(share)} %</small>
        <span
          style={{
            width: `${selfMost > 0 ? (one.self / selfMost) * 110 : 0}px`,
            background: `var(--service-${colour})`,
          }}
        />
      </td>
      <td className="number">
        {one.critical > 0 ? `${((one.critical / (duration || 1)) * 100).toFixed(1)} %` : "–"}
      </td>
      <td className="number">{formatDuration(one.total)}</td>
      <td className="number">{formatDuration(one.mean)}</td>
      <td className="number">{formatDuration(one.p95)}</td>
      <td className="number">{formatDuration(one.longest)}</td>
      <td className="number">{one.idle === null ? "–" : formatDuration(one.idle)}</td>
    </tr>
  );
}
