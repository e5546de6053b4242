import type { LogLine } from "../../trace/logs";

/** A log line: level, message and, folded away, its fields. */
export function LogLineText({ line }: { line: LogLine }) {
  const isBad = line.level === "ERROR" || line.level === "WARN";
  return (
    <>
      <p className="log-text">
        <span className={isBad ? "log-level error-text" : "log-level muted"}>{line.level}</span>{" "}
        {line.message || <span className="muted">(no message)</span>}
      </p>
      <details className="log-fields">
        <summary>
          {line.time} {line.target}
        </summary>
        <table className="attributes">
          <tbody>
            {line.fields.map(([key, value]) => (
              <tr key={key}>
                <th scope="row">{key}</th>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}
