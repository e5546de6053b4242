import { setZone, useZone } from "../../format/zone";

/** Shows times in the zone of the browser or in UTC. */
export function ZoneSwitch() {
  const zone = useZone();
  const local = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <fieldset className="segments" aria-label="Times are shown in">
      <button
        type="button"
        aria-pressed={zone === "local"}
        title={`Times in ${local}`}
        onClick={() => setZone("local")}
      >
        Local
      </button>
      <button type="button" aria-pressed={zone === "utc"} title="Times in UTC" onClick={() => setZone("utc")}>
        UTC
      </button>
    </fieldset>
  );
}
