import { DeclarationError } from "../../base/infrastructureError.js";
import { isMerge, type EventChain, type EventChains } from "./eventChain.js";
import type { EventStep, EventVersions, MergeEvents } from "./eventSteps.js";

type ChainVersion = { chain: EventChain; version: number };

/** Refuses steps that no stored event could take: unknown pieces and partners, a retired type that goes on, a circle. */
export function assertChains(chains: EventChains): void {
  for (const chain of chains.values()) {
    chain.steps.forEach((step, index) => assertStep(step, { chain, version: index + 1 }, chains));
    if (chain.validator === null) assertEnds(chain);
  }
  for (const chain of chains.values()) assertNoRenameCircle(chain, chains, []);
}

function assertStep(step: EventStep, place: ChainVersion, chains: EventChains): void {
  if (typeof step === "function") return;
  if (step?.kind === "split") return assertVersions(step.into, place, chains);
  if (step?.kind === "merge") return assertMerge(step, place, chains);
  throw problem(place, "is neither a function nor splitEvent nor mergeEvents");
}

function assertVersions(versions: EventVersions, place: ChainVersion, chains: EventChains): void {
  for (const [type, version] of Object.entries(versions)) {
    const target = chains.get(type);
    if (target === undefined) throw problem(place, `names ${type}, which is not declared with it`);
    if (Number.isSafeInteger(version) && version >= 1 && version <= target.newest) continue;
    const known = `${type} is known in versions 1 to ${target.newest}`;
    throw problem(place, `names version ${version} of ${type}, but ${known}`);
  }
}

function assertMerge(step: MergeEvents, place: ChainVersion, chains: EventChains): void {
  const { type, schemaVersion } = step.partner;
  assertVersions({ [type]: schemaVersion }, place, chains);
  const partner = chains.get(type);
  const alone = place.chain.steps.slice(0, place.version - 1);
  const before = partner?.steps.slice(0, schemaVersion - 1) ?? [];
  if ([...alone, ...before].some((other) => typeof other !== "function")) {
    throw problem(place, "merges events of which one is split or merged before");
  }
  const others = place.chain.steps.slice(place.version);
  if (others.some(isMerge) || partner?.steps.some(isMerge) || type === place.chain.type) {
    throw problem(place, `merges with ${type}: of the two, only one may merge, and only once`);
  }
}

function assertEnds({ type, steps }: EventChain): void {
  const last = steps.at(-1);
  if (typeof last === "object" && last.kind === "split") return;
  throw new DeclarationError(
    `defineEvents: the last step of the retired event ${type} must be a splitEvent: what it is read as today.`,
  );
}

/** Follows the pieces of every split; `path` has the types and versions on the way. */
function assertNoRenameCircle(
  chain: EventChain,
  chains: EventChains,
  path: readonly string[],
): void {
  chain.steps.forEach((step, index) => {
    if (typeof step !== "object" || step.kind !== "split") return;
    const here = `${chain.type} version ${index + 1}`;
    if (path.includes(here)) {
      throw new DeclarationError(
        `defineEvents: events are split in a circle, ${[...path, here].join(" → ")}.`,
      );
    }
    for (const [type, version] of Object.entries(step.into)) {
      const next = chains.get(type);
      if (next !== undefined) assertNoRenameCircle(from(next, version), chains, [...path, here]);
    }
  });
}

const passed = (fields: never) => fields;

/** The part of a chain that a piece written in `version` goes through. */
const from = (chain: EventChain, version: number): EventChain => ({
  ...chain,
  steps: chain.steps.map((step, index) => (index < version - 1 ? passed : step)),
});

const problem = ({ chain, version }: ChainVersion, what: string) =>
  new DeclarationError(`defineEvents: the step of ${chain.type} from version ${version} ${what}.`);
