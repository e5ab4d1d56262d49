import type { RecordedEvent as StoredEvent } from "@convex-es/platform-store";
import { versionsOf } from "./activeGeneration.js";
import type { RecordedEvent } from "./applyEvents.js";
import { projectionBehaviourOf, type AnyProjection } from "../declarations/defineProjection.js";
import { messageOf } from "../base/infrastructureError.js";
import { keysOf } from "./projectionKeys.js";
import { chainsOf } from "../declarations/chainsOf.js";
import { readEvents } from "../upcast/readEvents.js";
import { obstacleTo, type Obstacle } from "./subscribes.js";

/** Whether an event is routed to a version of a read model, and why. */
export type Routing = {
  readModel: string;
  version: number;
  /** Whether its handlers are given the event, for at least one row. */
  routed: boolean;
  /** What decided it: it is `handled`, has no row (`key`), cannot be read today (`unreadable`), or did not get past a filter. */
  because: "handled" | "key" | "unreadable" | Obstacle;
  /** The rows it concerns. */
  keys: string[];
  /** The whole of it in words. */
  sentence: string;
};

/**
 * Says of a stored event, looked at alone, for every version of a read model in the code whether it is routed there. Runs
 * upcasters and key functions, no handlers; never throws for what they do.
 */
export function explainRouting(
  projections: readonly AnyProjection[],
  event: StoredEvent,
): Routing[] {
  return projections.flatMap(versionsOf).map((projection) => routingTo(projection, event));
}

type RoutingReason = Pick<Routing, "because" | "keys"> & { why: string };

function routingTo(projection: AnyProjection, event: StoredEvent): Routing {
  const { name: readModel, version } = projection;
  const { because, keys, why } = findingOf(projection, event);
  const routed = because === "handled";
  const what = `${event.type} (${event.id}) is ${routed ? "" : "not "}routed to ${readModel} version ${version}`;
  return { readModel, version, routed, because, keys, sentence: `${what}: ${why}.` };
}

function findingOf(projection: AnyProjection, event: StoredEvent): RoutingReason {
  try {
    const pieces = readEvents([event], chainsOf(projectionBehaviourOf(projection).events));
    const types = [...new Set(pieces.map(({ type }) => type))].join(", ");
    const finding = firstOf(pieces.map((piece) => pieceFinding(projection, piece)));
    if (types === event.type) return finding;
    return {
      ...finding,
      why: `it is read as ${types === "" ? "no event" : types}; ${finding.why}`,
    };
  } catch (error) {
    return { because: "unreadable", keys: [], why: `it cannot be read: ${messageOf(error)}` };
  }
}

/** The finding that tells most about an event read as several: that it is handled, else whatever else than its type. */
function firstOf(findings: readonly RoutingReason[]): RoutingReason {
  const handled = findings.filter(({ because }) => because === "handled");
  const [first] = handled;
  if (first !== undefined) {
    return { ...first, keys: [...new Set(handled.flatMap(({ keys }) => keys))] };
  }
  const other = findings.find(({ because }) => because !== "type") ?? findings[0];
  return other ?? { because: "type", keys: [], why: "nothing is left of it to handle" };
}

function pieceFinding(projection: AnyProjection, event: RecordedEvent): RoutingReason {
  const obstacle = obstacleTo(projection, event);
  if (obstacle !== null) {
    return { because: obstacle, keys: [], why: obstacles[obstacle](projection, event) };
  }
  try {
    const keys = keysOf(projection, event);
    if (keys.length === 0) return { because: "key", keys, why: "its key names no row" };
    return { because: "handled", keys, why: `it handles ${event.type}, for ${rows(keys)}` };
  } catch (error) {
    return { because: "key", keys: [], why: messageOf(error).replace(/\.$/, "") };
  }
}

const rows = (keys: readonly string[]) =>
  `the ${keys.length === 1 ? "row" : "rows"} ${keys.map((key) => JSON.stringify(key)).join(", ")}`;

const obstacles: Record<Obstacle, (projection: AnyProjection, event: RecordedEvent) => string> = {
  type: ({ handles }, { type }) => `it has no handler for ${type}, only for ${listed(handles)}`,
  category: ({ where }, { category }) =>
    `its where.categories lets ${listed(where.categories)} pass, not ${category}`,
  context: ({ where }, { context }) =>
    `its where.contexts lets ${listed(where.contexts)} pass, not ${context}`,
  streamType: ({ where }, { streamType }) =>
    `its where.streamTypes lets ${listed(where.streamTypes)} pass, not ${streamType}`,
  tags: ({ where }, { tags }) =>
    `its where.tags wants all of ${tagged(where.tags)}, the event has ${tagged(tags)}`,
};

const listed = (names: readonly string[] = []) => (names.length === 0 ? "none" : names.join(", "));

const tagged = (tags: RecordedEvent["tags"] = []) =>
  listed(tags.map(({ name, value }) => `${name}=${value}`));
