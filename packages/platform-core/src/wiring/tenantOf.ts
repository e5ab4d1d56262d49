import type { Auth } from "convex/server";
import { readerFrom, type ActorOf } from "../declarations/actor.js";

/** Whose data server code reads. Without it: the caller's, and UNAUTHENTICATED where nobody is signed in. */
export type ReadScope = {
  /** The tenant whose data is read, whoever calls; `""` in an app without tenants. For server code such as a cron job. */
  tenant?: string | undefined;
  /** Anyone may read, signed in or not; who is not signed in sees the tenant `""`. */
  open?: boolean | undefined;
};

const noTenant =
  "Nobody is signed in: sign in first; server code such as a cron job names the tenant instead.";
const noCaller = "Nobody is signed in: sign in first; server code says who does it with `by`.";

/** Tells whose data a call reads. */
export type TenantOf = (ctx: { auth: Auth }, scope?: ReadScope) => Promise<string>;

/** Whose data a call of an app reads: that of the tenant it names, else the caller's. */
export const tenantOf =
  (actorOf: ActorOf): TenantOf =>
  async (ctx, { tenant, open: isOpen = false } = {}) =>
    tenant ?? (await readerFrom(ctx.auth, actorOf, { isOpen, problem: noTenant })).tenant;

/** Who calls, by id; throws UNAUTHENTICATED for nobody. */
export const callerOf =
  (actorOf: ActorOf) =>
  async ({ auth }: { auth: Auth }): Promise<string> =>
    (await readerFrom(auth, actorOf, { isOpen: false, problem: noCaller })).id;
