/** A row that remembers which events it has seen, in which order. */
export type Trail = { events: number; trail: number; version: number };

/** The row after one more event; any other order, a missing or a second event give another trail. */
export function follow({ events, trail }: Trail, id: string, version: number): Trail {
  const text = `${trail}|${id}`;
  let hash = 0;
  for (let at = 0; at < text.length; at += 1) hash = (hash * 31 + text.charCodeAt(at)) % 4294967291;
  return { events: events + 1, trail: hash, version };
}
