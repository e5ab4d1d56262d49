import { trusted } from "../contract/boundary.js";
import { DeclarationError } from "../base/infrastructureError.js";
import {
  vDelivery,
  vFailurePolicy,
  type DeclaredDelivery as DeliveryMode,
  type FailurePolicy,
} from "../contract/consumer.js";

const modes = vDelivery.members.map(({ value }) => value);

/** When a read model is written: in the transaction of the events, or afterwards by consumers of its own. */
export type ProjectionDelivery = DeliveryMode;

const failurePolicies = vFailurePolicy.members.map(({ value }) => value);
export type { FailurePolicy };

/** How consumers keep a read model; `Join` is another read model whose rows the handlers see. */
export type AsyncDelivery<Join = unknown> = {
  mode: "async";
  /** Workers that share the keys among them, from 1 to 64 (default 1). */
  partitions?: number | undefined;
  /** What becomes of an event that fails, after how many attempts (default: `park` after 5). */
  onFailure?: { policy?: FailurePolicy | undefined; attempts?: number | undefined } | undefined;
  /**
   * Another read model: handlers see its row that belongs to the event, as `event.joined`. An event is applied once the other read
   * model shows it. A rebuild sees the rows of today.
   */
  join?: Join | undefined;
};

/** How a read model is delivered, as an app declares it; `Previous` is a declared read model. */
export type DeliveryOptions<Previous, Join = unknown> = {
  /**
   * `"inline"` (default) writes in the command's transaction; `"async"`, or `{ mode: "async", … }` with its options, soon afterwards,
   * exactly once, in order.
   */
  delivery?: ProjectionDelivery | AsyncDelivery<Join> | undefined;
  /** Counts up when handlers or fields change: the next version is built beside the one being served (default 1). */
  version?: number | undefined;
  /** The declaration of the version before: it is kept up to date and served until this one is ready. */
  replaces?: Previous | undefined;
};

/** How a read model is delivered, defaults filled in. */
export type Delivery = {
  readonly delivery: ProjectionDelivery;
  readonly version: number;
  readonly partitions: number;
  readonly onFailure: { readonly policy: FailurePolicy; readonly attempts: number };
};

type Versioned = { readonly name: string; readonly version: number };

/** The delivery that options declare; throws a DeclarationError that says what to write instead. */
export function deliveryOf<Previous extends Versioned>(
  name: string,
  options: DeliveryOptions<Previous>,
): Delivery & { replaces: Previous | null } {
  const { delivery = "inline", version = 1, replaces = null } = options;
  const { mode, partitions = 1, onFailure = {} } = optionsOf(delivery);
  const { policy = "park", attempts = 5 } = onFailure;
  const problem =
    optionIssue("delivery", mode, modes) ??
    misplaced(mode, options) ??
    wholeNumber("version", version) ??
    oneVersionAfter({ name, version }, replaces) ??
    wholeNumber("delivery.partitions", partitions, 64) ??
    optionIssue("delivery.onFailure.policy", policy, failurePolicies) ??
    wholeNumber("delivery.onFailure.attempts", attempts);
  if (problem !== null) throw new DeclarationError(`defineProjection("${name}"): ${problem}.`);
  return { delivery: mode, version, replaces, partitions, onFailure: { policy, attempts } };
}

/** What becomes of an event that fails, defaults filled in; `declaration` is how messages name who declares it. */
export function failureOf(
  declaration: string,
  { policy = "park", attempts = 5 }: NonNullable<AsyncDelivery["onFailure"]> = {},
): Delivery["onFailure"] {
  const problem =
    optionIssue("onFailure.policy", policy, failurePolicies) ??
    wholeNumber("onFailure.attempts", attempts);
  if (problem !== null) throw new DeclarationError(`${declaration}: ${problem}.`);
  return { policy, attempts };
}

type AnyDeliveryOptions = Omit<AsyncDelivery, "mode"> & { mode: ProjectionDelivery };

const optionsOf = (delivery: ProjectionDelivery | AsyncDelivery): AnyDeliveryOptions =>
  typeof delivery === "object" ? delivery : { mode: delivery };

const asyncOptions = ["partitions", "onFailure", "join"] as const;

function misplaced(mode: string, options: object): string | null {
  const { delivery } = trusted<{ delivery?: unknown }>(options);
  const own = mode === "inline" && typeof delivery === "object" ? delivery : options;
  const found = asyncOptions.find((name) => own !== null && Object.hasOwn(own, name));
  if (found === undefined) return null;
  return `${found} is for read models that consumers keep; write delivery: { mode: "async", ${found}: … }`;
}

function oneVersionAfter(declared: Versioned, replaces: Versioned | null): string | null {
  if (replaces === null) return null;
  if (replaces.name !== declared.name) {
    return `replaces must be an earlier version of the same read model, not of "${replaces.name}"`;
  }
  if (replaces.version < declared.version) return null;
  return `version ${declared.version} cannot replace version ${replaces.version}; give it version: ${replaces.version + 1}`;
}

function optionIssue(option: string, value: string, known: readonly string[]): string | null {
  if (known.includes(value)) return null;
  return `unknown ${option} "${value}"; use one of ${known.join(", ")}`;
}

function wholeNumber(option: string, value: number, most = Infinity): string | null {
  if (Number.isSafeInteger(value) && value >= 1 && value <= most) return null;
  return `${option} must be a whole number from 1 ${most === Infinity ? "on" : `to ${most}`}`;
}
