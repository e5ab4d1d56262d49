import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { versionsOf } from "../readModels/activeGeneration.js";
import { projectionBehaviourOf, type AnyProjection } from "../declarations/defineProjection.js";
import { infrastructureError } from "../base/infrastructureError.js";
import type { Stores } from "../wiring/Stores.js";
import { sourceOf, type ConsumerSource } from "./ConsumerSource.js";
import type { Declared } from "../contract/consumer.js";

/** A read model and where its events come from. */
export type Consumer = { projection: AnyProjection; source: ConsumerSource };

/** The read models of an app as the loops see them. */
export class Consumers {
  readonly all: readonly Consumer[];

  constructor(readonly stores: Stores) {
    const projections = stores.contexts.flatMap((context) => context.projections);
    this.all = projections.map((projection) => ({
      projection,
      source: sourceOf(projection, stores),
    }));
  }

  /** The read models that are made of a read model's rows, in any version that the code has. */
  dependentsOf(name: string): string[] {
    const isMadeOf = (projection: AnyProjection) =>
      versionsOf(projection).some((one) => projectionBehaviourOf(one).join?.from.name === name);
    return this.all
      .map(({ projection }) => projection)
      .filter(isMadeOf)
      .map((one) => one.name);
  }

  /** Whether any read model is kept by the log. */
  get isAny(): boolean {
    return this.all.some(({ projection }) => projection.delivery === "async");
  }

  /** A read model in the version that a generation was begun with; an older one is found behind `replaces`. */
  find(name: string, version: number): Consumer {
    const declared = this.all.find(({ projection }) => projection.name === name)?.projection;
    const projection = declared && versionsOf(declared).find((one) => one.version === version);
    if (projection) return { projection, source: sourceOf(projection, this.stores) };
    throw infrastructureError(
      "UNDECLARED_PROJECTION",
      `The code declares no read model "${name}" of version ${version}.`,
    );
  }

  /** A read model as the code declares it today. */
  named(name: string): Consumer {
    const found = this.all.find(({ projection }) => projection.name === name);
    if (found !== undefined) return found;
    throw infrastructureError(
      "UNDECLARED_PROJECTION",
      `The code declares no read model "${name}".`,
    );
  }

  /** What the component is told of one of them. */
  declarationOf(name: string): Declared {
    return declaredOf(this.named(name));
  }

  /** What the component is told of the declarations. */
  get declarations(): Declared[] {
    return this.all.map(declaredOf);
  }

  /** Changes whenever the declarations do. */
  get hash(): string {
    return hashOf(this.declarations);
  }
}

function declaredOf({ projection, source }: Consumer): Declared {
  const { name, delivery, version, partitions, onFailure, handles, where } = projection;
  const versions = versionsOf(projection);
  const first = versions.find((one) => one.version === 1);
  const stores = source.stores.map((store) => store.name);
  return {
    ...{ projection: name, delivery, version, partitions, ...onFailure },
    versions: versions.map((one) => one.version),
    firstIsInline: first?.delivery === "inline",
    subscription: hashOf([[...handles].sort(), where, stores]),
  };
}

const hashOf = (value: unknown) => bytesToHex(sha256(utf8ToBytes(JSON.stringify(value))));
