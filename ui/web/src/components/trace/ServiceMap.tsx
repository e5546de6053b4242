import { useMemo } from "react";
import { formatDuration } from "../../format/duration";
import { formatCount, plural } from "../../format/quantity";
import { type ServiceEdge, serviceEdges } from "../../trace/serviceEdges";
import type { Service } from "../../trace/services";
import { type Statistic, statisticsOf } from "../../trace/statistics";
import type { Row } from "../../trace/tree";
import { layoutServices, NODE_HEIGHT, NODE_WIDTH } from "./serviceLayout";

interface Props {
  rows: Row[];
  services: Map<string, Service>;
}

/** A larger drawing scrolls, so that its names can be read. */
const LEAST_SCALE = 0.8;

/** The services of a trace and who called whom, as a drawing and as the lines of a table. */
export function ServiceMap({ rows, services }: Props) {
  const statistics = useMemo(() => statisticsOf(rows, "service"), [rows]);
  const names = useMemo(() => [...services.keys()], [services]);
  const edges = useMemo(() => inOrder(serviceEdges(rows), names), [rows, names]);
  const drawing = useMemo(() => layoutServices(names, edges), [names, edges]);
  const byName = new Map(statistics.map((one) => [one.service, one]));
  const selfTotal = statistics.reduce((sum, one) => sum + one.self, 0);
  const { width, height } = drawing;
  return (
    <section className="view-scroll service-map" aria-label="Services of the trace">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        style={{ maxWidth: width, minWidth: width * LEAST_SCALE }}
        role="img"
        aria-label={`${plural(statistics.length, "service")}; the table below says who called whom`}
      >
        <title>Who called whom</title>
        <defs>
          <marker
            id="arrow"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto"
          >
            <path d="M0 0 L8 4 L0 8 Z" className="edge-head" />
          </marker>
        </defs>
        {drawing.edges.map(({ edge, path }) => (
          <path key={`${edge.from} ${edge.to}`} d={path} className="edge" markerEnd="url(#arrow)">
            <title>{`${edge.from} → ${edge.to}: ${edgeText(edge)}`}</title>
          </path>
        ))}
        {drawing.edges.map(
          ({ edge, label }) =>
            label && <EdgeLabel key={`${edge.from} ${edge.to}`} text={edgeText(edge)} {...label} />,
        )}
        {drawing.nodes.map(({ name, x, y }) => (
          <ServiceNode
            key={name}
            {...{ x, y, selfTotal }}
            statistic={byName.get(name) as Statistic}
            colour={services.get(name)?.colour ?? 0}
          />
        ))}
      </svg>
      <EdgeTable edges={edges} />
    </section>
  );
}

/** As services first worked: what is called first stands above. */
function inOrder(edges: ServiceEdge[], names: string[]): ServiceEdge[] {
  const place = new Map(names.map((name, i) => [name, i]));
  const placeOf = (name: string) => place.get(name) ?? 0;
  return edges.sort((a, b) => placeOf(a.from) - placeOf(b.from) || placeOf(a.to) - placeOf(b.to));
}

function edgeText({ count, total }: ServiceEdge): string {
  return `${formatCount(count)} ×, ${formatDuration(total)}`;
}

const LETTER_WIDTH = 6.6;

/** On a ground of its own, so that no line strikes it through. */
function EdgeLabel({ text, x, y }: { text: string; x: number; y: number }) {
  const width = text.length * LETTER_WIDTH;
  return (
    <>
      <rect x={x - width / 2} y={y - 8} width={width} height="16" className="edge-ground" />
      <text x={x} y={y + 4} className="edge-label">
        {text}
      </text>
    </>
  );
}

interface NodeProps {
  statistic: Statistic;
  x: number;
  y: number;
  colour: number;
  selfTotal: number;
}

function ServiceNode({ statistic, x, y, colour, selfTotal }: NodeProps) {
  const share = selfTotal > 0 ? statistic.self / selfTotal : 0;
  const left = x - NODE_WIDTH / 2;
  const top = y - NODE_HEIGHT / 2;
  return (
    <g transform={`translate(${left} ${top})`}>
      <rect width={NODE_WIDTH} height={NODE_HEIGHT} rx="7" className="node" />
      <rect width="6" height={NODE_HEIGHT} rx="3" fill={`var(--service-${colour})`} />
      <text x="16" y="20" className="node-name">
        {shortened(statistic.service)}
        <title>{statistic.service}</title>
      </text>
      <text x="16" y="38" className="node-fact">
        {plural(statistic.count, "span")}, {formatDuration(statistic.self)} self
      </text>
      {statistic.errors > 0 && (
        <text x={NODE_WIDTH - 10} y="38" className="node-error" textAnchor="end">
          {plural(statistic.errors, "error")}
        </text>
      )}
      <rect x="16" y="46" width={NODE_WIDTH - 28} height="5" rx="2.5" className="node-track" />
      <rect
        x="16"
        y="46"
        width={(NODE_WIDTH - 28) * share}
        height="5"
        rx="2.5"
        fill={`var(--service-${colour})`}
      />
    </g>
  );
}

const MOST_LETTERS = 27;

function shortened(name: string): string {
  return name.length > MOST_LETTERS ? `${name.slice(0, MOST_LETTERS - 1)}…` : name;
}

function EdgeTable({ edges }: { edges: ServiceEdge[] }) {
  if (edges.length === 0) return <p className="muted">No service called another in this trace.</p>;
  return (
    <table className="data-table narrow-table">
      <thead>
        <tr>
          <th scope="col">From</th>
          <th scope="col">To</th>
          <th scope="col" className="number">
            Calls
          </th>
          <th scope="col" className="number">
            Errors
          </th>
          <th scope="col" className="number">
            Mean
          </th>
          <th scope="col" className="number">
            Total
          </th>
        </tr>
      </thead>
      <tbody>
        {edges.map((edge) => (
          <tr key={`${edge.from} ${edge.to}`}>
            <td>{edge.from}</td>
            <td>{edge.to}</td>
            <td className="number">{formatCount(edge.count)}</td>
            <td className={edge.errors > 0 ? "number error-text" : "number"}>{formatCount(edge.errors)}</td>
            <td className="number">{formatDuration(edge.total / edge.count)}</td>
            <td className="number">{formatDuration(edge.total)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
