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
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    let service = services.get(span.service);
    if (!service) {
      service = { name: span.service, spanCount: 0, errorCount: 0, colour: services.size % COLOUR_COUNT };
      services.set(span.service, service);
    }
    service.spanCount++;
    if (span.error) service.errorCount++;
  }
  return services;
}
