import { DeclarationError } from "../base/infrastructureError.js";

const deliveries = ["inline", "async"] as const;
/** When a read model is written: in the transaction of the events, or afterwards by consumers of its own. */
export type ProjectionDelivery = (typeof deliveries)[number];

const failurePolicies = ["park", "halt", "skip"] as const;
/**
 * What becomes of an event whose attempts are used up: `park` puts it and later events of its key aside, `halt` stops the
 * consumer, `skip` leaves it out.
 */
export type FailurePolicy = (typeof failurePolicies)[number];

/** How a read model is delivered, as an app declares it; `Previous` is a declared read model. */
export type DeliveryOptions<Previous> = {
  /** `"inline"` (default) writes in the command's transaction, `"async"` soon afterwards, exactly once, in order. */
  delivery?: ProjectionDelivery | undefined;
  /** Counts up when handlers or fields change: the next version is built beside the one being served (default 1). */
  version?: number | undefined;
  /** The declaration of the version before: it is kept up to date and served until this one is ready. */
  replaces?: Previous | undefined;
  /** Workers that share the keys among them, from 1 to 64 (default 1); async only. */
  partitions?: number | undefined;
  /** What becomes of an event that fails, after how many attempts (default: `park` after 5); async only. */
  onFailure?: { policy?: FailurePolicy | undefined; attempts?: number | undefined } | undefined;
};

/** How a read model is delivered, defaults filled in. */
export type Delivery<Previous> = {
  readonly delivery: ProjectionDelivery;
  readonly version: number;
  readonly replaces: Previous | null;
  readonly partitions: number;
  readonly onFailure: { readonly policy: FailurePolicy; readonly attempts: number };
};

type Versioned = { readonly name: string; readonly version: number };

/** The delivery that options declare; throws a DeclarationError that says what to write instead. */
export function deliveryOf<Previous extends Versioned>(
  name: string,
  options: DeliveryOptions<Previous>,
): Delivery<Previous> {
  const { delivery = "inline", version = 1, replaces = null, partitions = 1 } = options;
  const { policy = "park", attempts = 5 } = options.onFailure ?? {};
  const problem =
    oneOf("delivery", delivery, deliveries) ??
    asyncOnly(delivery, options) ??
    wholeNumber("version", version) ??
    oneVersionAfter({ name, version }, replaces) ??
    wholeNumber("partitions", partitions, 64) ??
    oneOf("onFailure.policy", policy, failurePolicies) ??
    wholeNumber("onFailure.attempts", attempts);
  if (problem !== null) throw new DeclarationError(`defineProjection("${name}"): ${problem}.`);
  return { delivery, version, replaces, partitions, onFailure: { policy, attempts } };
}

function asyncOnly(delivery: string, options: DeliveryOptions<unknown>): string | null {
  const found = (["partitions", "onFailure"] as const).find((name) => options[name] !== undefined);
  if (delivery === "async" || found === undefined) return null;
  return `${found} is for read models delivered by consumers; add delivery: "async", or leave ${found} out`;
}

function oneVersionAfter(declared: Versioned, replaces: Versioned | null): string | null {
  if (replaces === null) return null;
  if (replaces.name !== declared.name) {
    return `replaces must be the version before of the same read model, not of "${replaces.name}"`;
  }
  if (replaces.version < declared.version) return null;
  return `version ${declared.version} cannot replace version ${replaces.version}; give it version: ${replaces.version + 1}`;
}

function oneOf(option: string, value: string, known: readonly string[]): string | null {
  if (known.includes(value)) return null;
  return `unknown ${option} "${value}"; use one of ${known.join(", ")}`;
}

function wholeNumber(option: string, value: number, most = Infinity): string | null {
  if (Number.isSafeInteger(value) && value >= 1 && value <= most) return null;
  return `${option} must be a whole number from 1 ${most === Infinity ? "on" : `to ${most}`}`;
}
