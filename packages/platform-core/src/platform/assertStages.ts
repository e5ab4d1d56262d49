import { projectionBehaviourOf, type AnyProjection } from "../declarations/defineProjection.js";
import { DeclarationError } from "../base/infrastructureError.js";

/** Refuses read models that are made of the rows of one which no context lists, or of each other's; all versions count. */
export function assertStages(declared: readonly AnyProjection[]): void {
  const known = new Set(declared.map(({ name }) => name));
  for (const projection of declared) {
    const from = upstreamOf(projection);
    if (from !== null && !known.has(from)) {
      throw new DeclarationError(
        `createPlatform: the read model "${projection.name}" is made of rows of "${from}", which no context lists; add it to one.`,
      );
    }
    assertNoJoinCircle(declared, [projection.name]);
  }
}

const upstreamOf = (projection: AnyProjection): string | null =>
  projectionBehaviourOf(projection).join?.from.name ?? null;

function assertNoJoinCircle(declared: readonly AnyProjection[], path: readonly string[]): void {
  const versions = declared.filter(({ name }) => name === path.at(-1));
  for (const from of new Set(versions.map(upstreamOf))) {
    if (from === null) continue;
    if (!path.includes(from)) assertNoJoinCircle(declared, [...path, from]);
    else {
      throw new DeclarationError(
        `createPlatform: the read models ${[...path, from].join(" ← ")} are made of each other's rows; leave one join out.`,
      );
    }
  }
}
