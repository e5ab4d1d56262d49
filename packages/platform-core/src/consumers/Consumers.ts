import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Declared } from "../component/shared.js";
import type { AnyProjection } from "../defineProjection.js";
import { infrastructureError } from "../infrastructureError.js";
import type { Stores } from "../Stores.js";
import { sourceOf, type ConsumerSource } from "./ConsumerSource.js";

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

  /** Whether any read model is kept by the log. */
  get isAny(): boolean {
    return this.all.some(({ projection }) => projection.delivery === "async");
  }

  /** A read model in the version that a generation was begun with; an older one is found behind `replaces`. */
  find(name: string, version: number): Consumer {
    const declared = this.all.find(({ projection }) => projection.name === name)?.projection;
    for (let each = declared; each; each = each.replaces ?? undefined) {
      if (each.version === version) {
        return { projection: each, source: sourceOf(each, this.stores) };
      }
    }
    throw infrastructureError(
      "UNDECLARED_PROJECTION",
      `The code declares no read model "${name}" of version ${version}.`,
    );
  }

  /** What the component is told of the declarations. */
  get declarations(): Declared[] {
    return this.all.map(({ projection }) => declaredOf(projection));
  }

  /** Changes whenever the declarations do. */
  get hash(): string {
    return bytesToHex(sha256(utf8ToBytes(JSON.stringify(this.declarations))));
  }
}

function declaredOf(projection: AnyProjection): Declared {
  const { name, delivery, version, replaces, partitions, onFailure } = projection;
  const { policy, attempts } = onFailure;
  const older = replaces?.version ?? null;
  return { projection: name, delivery, version, replaces: older, partitions, policy, attempts };
}
