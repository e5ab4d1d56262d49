import { componentsGeneric, type UserIdentity } from "convex/server";
import type { PlatformComponents } from "../src/platform/createPlatform.js";
import { createPlatform, type Actor } from "../src/index.js";
import { bank } from "./bank.js";
import { notes } from "./notes.js";
import schema from "./schema.js";

export const components = componentsGeneric() as unknown as PlatformComponents;

/** The identity carries the actor as a claim, so that a test can sign in as any actor, also as one that is none. */
export function actorOf({ subject, ...claims }: UserIdentity): Actor {
  if (subject === "broken") throw new Error("no such user");
  return claims["actor"] as never;
}

export const platform = createPlatform(components, {
  schema,
  contexts: [bank, notes],
  actor: actorOf,
  log: { sink: () => undefined },
});
