import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { fetchStatus } from "../../api/status";
import { nextSample, type RateSample } from "./ingestRate";

const STATUS_INTERVAL_MILLIS = 3000;

/** The server's status, asked for again and again while live, and the rate at which spans arrive. */
export function useStatus(live: boolean) {
  const [sample, setSample] = useState<RateSample | null>(null);
  const query = useQuery({
    queryKey: ["status"],
    queryFn: ({ signal }) => fetchStatus(signal),
    refetchInterval: live ? STATUS_INTERVAL_MILLIS : false,
  });
  const received = query.data?.spansReceived;
  if (received !== undefined && sample?.atMillis !== query.dataUpdatedAt) {
    const next = nextSample(sample, query.dataUpdatedAt, received);
    if (next !== sample) setSample(next);
  }
  return { ...query, ingestRate: sample?.rate ?? null };
}
