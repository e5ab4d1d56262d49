import { sha256Hex } from "@convex-es/platform-base";
import { DeclarationError, infrastructureError } from "../base/infrastructureError.js";
import type { Declared } from "../contract/consumer.js";
import type { Stores } from "../wiring/Stores.js";
import type { Subscription } from "./Subscription.js";

/** A consumer in every version that the code has, newest first. */
export type Versions<Consumer extends Subscription> = readonly [Consumer, ...Consumer[]];

/** The consumers of an app: those of one kind, or of all. */
export class Consumers<Consumer extends Subscription = Subscription> {
  constructor(
    readonly stores: Stores,
    readonly versions: readonly Versions<Consumer>[],
  ) {
    const names = this.all.map(({ name }) => name);
    const repeated = names.find((name, index) => names.indexOf(name) !== index);
    if (repeated !== undefined) {
      throw new DeclarationError(
        `createPlatform: two consumers are named "${repeated}"; rename one of them.`,
      );
    }
  }

  /** Each consumer as the code declares it today. */
  get all(): Consumer[] {
    return this.versions.map(([newest]) => newest);
  }

  /** A consumer as the code declares it today; throws UNDECLARED_CONSUMER. */
  named(name: string): Consumer {
    return this.#versionsOf(name)[0];
  }

  /** A consumer in the version that a generation was begun with; throws UNDECLARED_CONSUMER when the code has lost it. */
  find(name: string, version: number): Consumer {
    const versions = this.#versionsOf(name);
    const found = versions.find((one) => one.version === version);
    if (found !== undefined) return found;
    const known = versions.map((one) => one.version).join(", ");
    throw undeclared(`unknown version ${version} of "${name}"; the code declares ${known}`);
  }

  /** What the component is told of one of them. */
  declarationOf(name: string): Declared {
    return declaredOf(this.#versionsOf(name));
  }

  /** What the component is told of all of them. */
  get declarations(): Declared[] {
    return this.versions.map(declaredOf);
  }

  /** Changes whenever the declarations do. */
  get hash(): string {
    return hashOf(this.declarations);
  }

  #versionsOf(name: string): Versions<Consumer> {
    const found = this.versions.find(([newest]) => newest.name === name);
    if (found !== undefined) return found;
    const known = this.all.map((one) => one.name).join(", ");
    throw undeclared(`unknown consumer "${name}"; the code declares: ${known}`);
  }
}

const undeclared = (message: string) => infrastructureError("UNDECLARED_CONSUMER", message);

function declaredOf(versions: Versions<Subscription>): Declared {
  const [{ name, kind, delivery, version, partitions, onFailure, handles, where, source }] =
    versions;
  const first = versions.find((one) => one.version === 1);
  const stores = source.stores.map((store) => store.name);
  return {
    consumer: name,
    kind,
    delivery,
    version,
    versions: versions.map((one) => one.version),
    firstIsInline: first?.delivery === "inline",
    partitions,
    policy: onFailure.policy,
    attempts: onFailure.attempts,
    subscription: hashOf([[...handles].sort(), where, stores]),
  };
}

const hashOf = (value: unknown) => sha256Hex(JSON.stringify(value));
