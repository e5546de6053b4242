/** What is measured of one stage. Times are seconds. */
export interface Stage {
  workers: number;
  /** Requests a second. */
  rate: number;
  /** The mean time a worker is taken by a request. */
  service: number;
  /** The mean time a request waits for a worker. */
  wait: number;
}

/** What is measured of both. */
export interface Measured {
  prefill: Stage;
  decode: Stage;
  /** The mean times of the two steps of a decode worker that joined stages have less of, or as well. */
  handOver: number;
  firstToken: number;
}

/** What one way to arrange the stages gives; seconds. */
export interface Arrangement {
  /** The part of their time that workers are taken; the busier stage where there are two. */
  utilisation: number;
  wait: number;
  timeToFirstToken: number;
}

/** Both arrangements with the figures that lead to them. */
export interface Separation {
  separate: Arrangement & { prefillUtilisation: number; decodeUtilisation: number };
  joined: Arrangement & { workers: number; service: number };
  /** How much longer requests wait than evenly random arrivals of varied lengths would make them. */
  burstiness: number;
}

/**
 * What it would be if each of the workers did both stages. The mean wait of a queue before c workers is
 * taken as ρ^(√(2(c+1))−1) / (c (1−ρ)) · S (Sakasegawa), times a factor for how bursty arrivals are and
 * how much lengths vary, which is taken from what was measured.
 */
export function separationOf({ prefill, decode, handOver, firstToken }: Measured): Separation {
  const prefillUtilisation = utilisationOf(prefill);
  const decodeUtilisation = utilisationOf(decode);
  const measured = prefill.wait + decode.wait;
  const modelled =
    waitOf(prefill.workers, prefillUtilisation, prefill.service) +
    waitOf(decode.workers, decodeUtilisation, decode.service);
  const burstiness = Number.isFinite(modelled) && modelled > 0 ? measured / modelled : 1;
  const workers = prefill.workers + decode.workers;
  const service = prefill.service + Math.max(0, decode.service - handOver);
  const utilisation = workers > 0 ? (prefill.rate * service) / workers : 0;
  const wait = burstiness * waitOf(workers, utilisation, service);
  return {
    separate: {
      prefillUtilisation,
      decodeUtilisation,
      utilisation: Math.max(prefillUtilisation, decodeUtilisation),
      wait: measured,
      timeToFirstToken: measured + prefill.service + handOver + firstToken,
    },
    joined: { workers, service, utilisation, wait, timeToFirstToken: wait + prefill.service + firstToken },
    burstiness,
  };
}

function utilisationOf({ workers, rate, service }: Stage): number {
  return workers > 0 ? (rate * service) / workers : 0;
}

/** The mean wait in seconds, endless where more comes than can be done. */
export function waitOf(workers: number, utilisation: number, service: number): number {
  if (utilisation >= 1) return Number.POSITIVE_INFINITY;
  if (workers <= 0) return 0;
  return (utilisation ** (Math.sqrt(2 * (workers + 1)) - 1) / (workers * (1 - utilisation))) * service;
}
