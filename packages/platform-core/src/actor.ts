import type { Auth, UserIdentity } from "convex/server";

/** Who sends a command: a stable id, the tenant whose data he sees, and the roles rules may ask for. */
export type Actor = {
  readonly id: string;
  /** `""` in an app without tenants. */
  readonly tenant: string;
  readonly roles: readonly string[];
};

/** How an app turns a verified identity into an actor. */
export type ActorOf = (identity: UserIdentity) => Actor;

/** The actor of an app that declares none: the identity's token, no tenant, no roles. */
export const defaultActor: ActorOf = (identity) => ({
  id: identity.tokenIdentifier,
  tenant: "",
  roles: [],
});

/** The actor of an `open` command that nobody has signed in for. */
export const anonymous: Actor = { id: "anonymous", tenant: "", roles: [] };

/** The actor behind a call, from the verified identity only, or `null` when nobody is signed in. */
export async function actorFrom(auth: Auth, actorOf: ActorOf): Promise<Actor | null> {
  const identity = await auth.getUserIdentity();
  return identity === null ? null : actorOf(identity);
}
