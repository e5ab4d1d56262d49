import { classify, type Classification } from "../readModels/classify.js";
import type { ReadModelConsumer, ReadModels } from "../readModels/readModelConsumers.js";
import type { ProjectionCategory } from "../declarations/defineProjection.js";
import { standstillMs, type ConsumerStatus } from "../contract/status.js";

/** A generation of a read model, and what the code says of it. */
export type ListedConsumer = Omit<ConsumerStatus, "state" | "generation" | "waitsFor"> & {
  /** `null` before the component has heard of the read model. */
  generation: number | null;
  /** `new`: declared, and nobody has begun to keep it. */
  state: ConsumerStatus["state"] | "new";
  /** `null` where the code does not declare it any more. */
  category: ProjectionCategory | null;
  /** How its keys can be shared among partitions, and why. */
  strategy: Classification | null;
  /** What its workers wait for, in a sentence each: read models whose rows it is made of. */
  waitsFor: string[];
};

/**
 * What the component knows, together with what is declared; a read model that it does not know yet is listed too. `unseenSince`: since
 * when an event has waited that the dispatcher has not seen.
 */
export function describeConsumers(
  readModels: ReadModels,
  known: readonly ConsumerStatus[],
  unseenSince: number | null = null,
): ListedConsumer[] {
  const names = new Set(known.map(({ consumer }) => consumer));
  const declared = new Map(readModels.all.map((one) => [one.name, one]));
  const describe = (one: Omit<ListedConsumer, "category" | "strategy">): ListedConsumer => {
    const projection = declared.get(one.consumer)?.projection;
    if (projection === undefined) return { ...one, category: null, strategy: null };
    const strategy = classify(projection, readModels.stores.contexts);
    return { ...one, category: projection.category, strategy };
  };
  const unknown = [...declared.values()].filter(({ name }) => !names.has(name)).map(unheardOf);
  const heardOf = known.map((one) => {
    const waitsFor = one.waitsFor.map((name) => reasonOf(name, known));
    return { ...one, ...consumerLiveness(one, unseenSince), waitsFor };
  });
  return [...heardOf, ...unknown].map(describe);
}

type ConsumerLiveness = Pick<ConsumerStatus, "dueSince" | "standsStill">;

/** Who follows the log has something to do as soon as there is an event, also before the dispatcher has told. */
function consumerLiveness(one: ConsumerStatus, unseenSince: number | null): ConsumerLiveness {
  const { dueSince, standsStill, state, delivery, status } = one;
  const isToldByDispatcher = state === "live" && delivery === "async" && status.kind === "running";
  if (unseenSince === null || !isToldByDispatcher) return { dueSince, standsStill };
  const since = Math.min(unseenSince, dueSince ?? unseenSince);
  return { dueSince: since, standsStill: standsStill || Date.now() - unseenSince > standstillMs };
}

/** Commands keep an inline one without anybody's help; one kept by consumers begins with the next command. */
function unheardOf({
  name,
  kind,
  version,
  delivery,
  partitions,
}: ReadModelConsumer): Omit<ListedConsumer, "category" | "strategy"> {
  const isKept = delivery === "inline" && version === 1;
  return {
    ...{ consumer: name, kind, version, delivery, partitions },
    generation: isKept ? 0 : null,
    state: isKept ? "live" : "new",
    status: { kind: "running" },
    ...{ isShadow: false, handled: 0, aside: 0, movedAt: null, build: null },
    ...{ failures: [], waitsFor: [], dueSince: null, standsStill: false },
  };
}

function reasonOf(name: string, known: readonly ConsumerStatus[]): string {
  const live = known.find(({ consumer, state }) => consumer === name && state === "live");
  if (live === undefined) return `the rows of ${name}, of which nothing is served yet`;
  const { status } = live;
  const reasons = {
    running: "which is behind",
    paused: "which is paused",
    halted: "which has halted",
    removed: "whose version the code has lost",
  };
  const reason = status.kind === "halted" ? `: ${status.reason}` : "";
  return `the rows of ${name}, ${reasons[status.kind]}${reason}`;
}
