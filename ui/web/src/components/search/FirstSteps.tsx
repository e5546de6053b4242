import type { Listener } from "../../api/status";
import { CopyButton } from "../common/CopyButton";
import { endpointOf } from "../status/stored";

/** What to do when nothing is stored yet: the lines that make any OpenTelemetry SDK send here. */
export function FirstSteps({ listening, again }: { listening: Listener[]; again: () => void }) {
  const host = window.location.hostname;
  return (
    <section className="panel" aria-labelledby="first">
      <h2 id="first">Send the first trace</h2>
      <p>
        Nothing is stored yet. Start a service that has an OpenTelemetry SDK or agent with these variables;
        its traces can be found as soon as they are sent.
      </p>
      <p>
        <button type="button" className="button" onClick={again}>
          Look again
        </button>
      </p>
      <Variables title="Over gRPC" protocol="grpc" url={endpointOf(listening, "OTLP/gRPC", 4317, host)} />
      <Variables
        title="Over HTTP"
        protocol="http/protobuf"
        url={endpointOf(listening, "OTLP/HTTP", 4318, host)}
      />
    </section>
  );
}

function Variables({ title, protocol, url }: { title: string; protocol: string; url: string }) {
  const lines = [
    `export OTEL_EXPORTER_OTLP_ENDPOINT=${url}`,
    `export OTEL_EXPORTER_OTLP_PROTOCOL=${protocol}`,
    "export OTEL_TRACES_EXPORTER=otlp",
    "export OTEL_SERVICE_NAME=my-service",
  ].join("\n");
  return (
    <div className="variables">
      <h3>
        {title} <CopyButton text={lines} label={`Copy the lines for ${protocol}`} />
      </h3>
      <pre>{lines}</pre>
    </div>
  );
}
