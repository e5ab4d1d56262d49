import type { RoutedEvent } from "../consumers/RoutedEvent.js";

/** The keys whose rows decide what becomes of a row: its own, and those that share an event with one of them. */
export function keysNear(key: string, routed: readonly RoutedEvent[]): Set<string> {
  const near = new Set([key]);
  const shared = routed.filter(({ keys }) => keys.length > 1);
  for (let size = 0; size < near.size;) {
    size = near.size;
    const met = shared.filter(({ keys }) => keys.some((one) => near.has(one)));
    for (const one of met.flatMap(({ keys }) => keys)) near.add(one);
  }
  return near;
}
