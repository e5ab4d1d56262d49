import { trusted } from "../contract/boundary.js";
import { checkedCopy } from "../base/checkedCopy.js";
import { deepFreeze } from "../base/deepFreeze.js";
import { asInfrastructureError, infrastructureError } from "../base/infrastructureError.js";
import { synchronous } from "../base/synchronous.js";
import type { EventChain, EventChains } from "../declarations/versions/eventChain.js";
import type { MergeEvents, Piece, SplitEvent } from "../declarations/versions/eventSteps.js";
import type { StoredFields } from "../declarations/versions/upcaster.js";

/** An event with the version its payload is written in. */
export type VersionedEvent = {
  readonly type: string;
  readonly schemaVersion: number;
  readonly payload: unknown;
};

/**
 * The events that a stored one is read as, each in its newest version and fitting its declaration. An event that is stored in
 * its newest version, or whose type no chain knows, comes back as it is, uncopied. `partner` is the stored event that merges
 * with it, where one does.
 */
export function upcastEvent(
  event: VersionedEvent,
  chains: EventChains,
  partner: VersionedEvent | null,
): readonly VersionedEvent[] {
  const chain = chains.get(event.type);
  if (chain === undefined) return [event];
  assertKnownVersion(event, chain);
  if (isNewest(event, chain)) return [event];
  return broughtUp(event, { chain, chains, partner });
}

type Way = { chain: EventChain; chains: EventChains; partner: VersionedEvent | null };

function broughtUp(event: VersionedEvent, { chain, chains, partner }: Way): VersionedEvent[] {
  let payload = trusted<StoredFields>(event.payload);
  for (let version = event.schemaVersion; version <= chain.steps.length; version++) {
    const step = chain.steps[version - 1];
    const from = { chain, version };
    if (typeof step === "function") payload = run(from, () => step(deepFreeze(payload)));
    else if (step?.kind === "merge") payload = merged(from, step, { payload, partner, chains });
    else if (step?.kind === "split") return pieces(from, step, { payload, chains });
  }
  const what = `${event.type} version ${event.schemaVersion}, read as version ${chain.newest},`;
  return [checked({ ...event, schemaVersion: chain.newest, payload }, chain, what)];
}

type UpcastFrom = { chain: EventChain; version: number };
type Merging = { payload: StoredFields; partner: VersionedEvent | null; chains: EventChains };

function merged(from: UpcastFrom, step: MergeEvents, { payload, partner, chains }: Merging) {
  const second = partner && partnerPayload(partner, step, chains);
  return run(from, () => step.merge(deepFreeze(payload), deepFreeze(second)));
}

function partnerPayload(partner: VersionedEvent, step: MergeEvents, chains: EventChains) {
  const chain = chains.get(partner.type);
  let payload = trusted<StoredFields>(partner.payload);
  for (let version = partner.schemaVersion; version < step.partner.schemaVersion; version++) {
    const upcaster = chain?.steps[version - 1];
    if (chain === undefined || typeof upcaster !== "function") continue;
    payload = run({ chain, version }, () => upcaster(deepFreeze(payload)));
  }
  return payload;
}

type Splitting = { payload: StoredFields; chains: EventChains };

function pieces(
  from: UpcastFrom,
  step: SplitEvent,
  { payload, chains }: Splitting,
): VersionedEvent[] {
  const list = run(from, () => assertList(step.split(deepFreeze(payload))));
  return list.flatMap((piece) => broughtUpPiece(versioned(piece, from, step), from, chains));
}

function broughtUpPiece(
  piece: VersionedEvent,
  from: UpcastFrom,
  chains: EventChains,
): VersionedEvent[] {
  const chain = chains.get(piece.type);
  if (chain === undefined) return [piece];
  if (!isNewest(piece, chain)) return broughtUp(piece, { chain, chains, partner: null });
  const what = `The piece ${piece.type} of ${from.chain.type} version ${from.version}`;
  return [checked(piece, chain, what)];
}

function versioned(piece: Piece, from: UpcastFrom, { into }: SplitEvent): VersionedEvent {
  const schemaVersion = Object.hasOwn(into, piece.type) ? into[piece.type] : undefined;
  if (schemaVersion !== undefined) return { ...piece, schemaVersion };
  throw failed(from, `it yields "${piece.type}", which its splitEvent does not name`);
}

function assertList(returned: unknown): readonly Piece[] {
  const isPiece = (piece: unknown) =>
    typeof piece === "object" && piece !== null && "type" in piece && "payload" in piece;
  if (Array.isArray(returned) && returned.every(isPiece)) return trusted<Piece[]>(returned);
  throw new Error("it must return a list of { type, payload }");
}

function run<Result>(from: UpcastFrom, step: () => Result): Result {
  try {
    const result = synchronous(step());
    if (typeof result !== "object" || result === null) throw new Error("it must return an object");
    return trusted<Result>(result);
  } catch (error) {
    throw asInfrastructureError(error, "UPCAST_FAILED", `The upcaster of ${stepName(from)}`);
  }
}

function checked(event: VersionedEvent, chain: EventChain, what: string): VersionedEvent {
  if (chain.validator === null) return event;
  const payload = checkedCopy(event.payload, chain.validator, { code: "UPCAST_FAILED", what });
  return { ...event, payload };
}

function assertKnownVersion({ type, schemaVersion }: VersionedEvent, { newest }: EventChain): void {
  if (schemaVersion > newest) {
    throw infrastructureError(
      "EVENT_FROM_THE_FUTURE",
      `An event ${type} is stored in version ${schemaVersion}, this code knows versions up to ${newest}: deploy the code that wrote it.`,
    );
  }
  if (Number.isSafeInteger(schemaVersion) && schemaVersion >= 1) return;
  throw infrastructureError("UPCAST_FAILED", `${type} has no version ${schemaVersion}.`);
}

const isNewest = ({ schemaVersion }: VersionedEvent, { newest, validator }: EventChain) =>
  schemaVersion === newest && validator !== null;

const failed = (from: UpcastFrom, message: string) =>
  infrastructureError("UPCAST_FAILED", `The upcaster of ${stepName(from)} failed: ${message}.`);

const stepName = ({ chain, version }: UpcastFrom) => `${chain.type} from version ${version}`;
