import type { UserIdentity } from "convex/server";

/** Who calls: nobody, a user, or the holder of the admin key, who may call every function and act as a user. */
export type Caller = {
  readonly identity: Partial<UserIdentity> | null;
  readonly isAdmin: boolean;
};

/** A caller who sent no credentials. */
export const anonymous: Caller = { identity: null, isAdmin: false };
