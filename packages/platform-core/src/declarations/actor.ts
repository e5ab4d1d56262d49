import { trusted } from "../contract/boundary.js";
import { isWellFormed } from "@convex-es/platform-base";
import type { Auth, UserIdentity } from "convex/server";
import { DeclarationError, infrastructureError, step } from "../base/infrastructureError.js";
import { synchronous } from "../base/synchronous.js";

/** Who sends a command: a stable id, the tenant whose data the actor sees, and the roles that rules may ask for. */
export type Actor = {
  readonly id: string;
  /** `""` in an app without tenants. */
  readonly tenant: string;
  readonly roles: readonly string[];
};

/** How an app turns a verified identity into an actor; what it throws or a result of another shape is ACTOR_FAILED. */
export type ActorOf = (identity: UserIdentity) => Actor;

/** The actor of an app that declares none: the identity's token, no tenant, no roles. */
export const defaultActor: ActorOf = (identity) => ({
  id: identity.tokenIdentifier,
  tenant: "",
  roles: [],
});

/** Refuses rules in an app that declares no actor: every actor would have no roles, and rules on roles would refuse everybody. */
export function assertActorDeclared(actorOf: ActorOf, rules: readonly string[]): void {
  if (actorOf !== defaultActor || rules.length === 0) return;
  throw new DeclarationError(
    `createPlatform: ${rules.join(", ")} declares authorise, but the app declares no actor, so that nobody has roles; give createPlatform actor: (identity) => ({ id, tenant, roles }).`,
  );
}

/** The actor of an `open` command that nobody has signed in for. */
export const anonymous: Actor = Object.freeze({
  id: "anonymous",
  tenant: "",
  roles: Object.freeze([]),
});

/** The actor behind a call, from the verified identity only, or `null` when nobody is signed in. */
export async function actorFrom(auth: Auth, actorOf: ActorOf): Promise<Actor | null> {
  const identity = await auth.getUserIdentity();
  if (identity === null) return null;
  return await step("ACTOR_FAILED", "The app's actor function", () =>
    checkedActor(synchronous(actorOf(identity))),
  );
}

/** The actor who reads, `anonymous` where that is open; throws UNAUTHENTICATED with `problem` for nobody. */
export async function readerFrom(
  auth: Auth,
  actorOf: ActorOf,
  { isOpen, problem }: { isOpen: boolean; problem: string },
): Promise<Actor> {
  const actor = (await actorFrom(auth, actorOf)) ?? (isOpen ? anonymous : null);
  if (actor !== null) return actor;
  throw infrastructureError("UNAUTHENTICATED", problem);
}

type Caller = {
  /** Whether `anonymous` may call, too. */
  isOpen: boolean;
  /** The actor that server code calls as. */
  given: Actor | undefined;
};

/** Who calls: the actor that server code gives, else the signed-in one, else `anonymous` where that is enough; `null` for nobody. */
export async function actorOfCaller(
  auth: Auth,
  actorOf: ActorOf,
  { isOpen, given }: Caller,
): Promise<Actor | null> {
  if (given !== undefined) {
    return await step("ACTOR_FAILED", "The actor given to execute", () => checkedActor(given));
  }
  return (await actorFrom(auth, actorOf)) ?? (isOpen ? anonymous : null);
}

const longestActor = { id: 1024, tenant: 256 };

/** A frozen copy of an actor; throws an Error that names the field when it is none. */
function checkedActor(actor: unknown): Actor {
  if (typeof actor !== "object" || actor === null) {
    throw new Error("an actor is { id, tenant, roles }");
  }
  const { id, tenant, roles } = trusted<Record<keyof Actor, unknown>>(actor);
  if (!isText(id, longestActor.id) || id === "") {
    throw new Error(`the actor's id must be a string of 1 to ${longestActor.id} characters`);
  }
  if (!isText(tenant, longestActor.tenant)) {
    throw new Error(
      `the actor's tenant must be a string of up to ${longestActor.tenant} characters`,
    );
  }
  if (!Array.isArray(roles) || !roles.every((role) => typeof role === "string")) {
    throw new Error("the actor's roles must be a list of strings");
  }
  return Object.freeze({
    id,
    tenant,
    roles: Object.freeze([...roles]),
  });
}

const isText = (value: unknown, length: number): value is string =>
  typeof value === "string" && value.length <= length && isWellFormed(value);
