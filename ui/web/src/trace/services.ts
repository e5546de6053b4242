import type { Span } from "./span";

/** A service of a trace with the colour it is drawn in. */
export interface Service {
  name: string;
  spanCount: number;
  errorCount: number;
  /** The index of a --service-N colour of the style sheet. */
  colour: number;
}

/** How many --service-N colours there are; more services than that share them. */
export const COLOUR_COUNT = 8;

/** The services of a trace by name, in the order in which they first worked. */
export function servicesOf(spans: Span[]): Map<string, Service> {
  const services = new Map<string, Service>();
  const starts = new Map<Service, number>();
  for (const span of spans) {
    let service = services.get(span.service);
    if (!service) {
      service = { name: span.service, spanCount: 0, errorCount: 0, colour: 0 };
      services.set(span.service, service);
      starts.set(service, span.start);
    }
    service.spanCount++;
    if (span.error) service.errorCount++;
    if (span.start < (starts.get(service) ?? 0)) starts.set(service, span.start);
  }
  const ordered = [...starts].sort((a, b) => a[1] - b[1]).map(([service]) => service);
  ordered.forEach((service, i) => {
    service.colour = i % COLOUR_COUNT;
  });
  return new Map(ordered.map((service) => [service.name, service]));
}
