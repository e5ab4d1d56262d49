import { v, type Infer } from "convex/values";

const vClaimKey = v.object({ tenant: v.string(), type: v.string(), value: v.string() });
/** Which value, of which kind, in which tenant. */
export type ClaimKey = Infer<typeof vClaimKey>;

export const claimFields = {
  ...vClaimKey.fields,
  /** Who may confirm, renew and release it. */
  holder: v.string(),
  /** Whose it is for good; without one it is held until it expires. */
  entity: v.optional(v.string()),
  /** When it expires, in milliseconds since 1970; without one never. */
  expiresAt: v.optional(v.number()),
};

const vOwned = v.object({ status: v.literal("owned"), holder: v.string(), entity: v.string() });
const vHeld = v.object({ status: v.literal("held"), holder: v.string(), until: v.number() });

export const vClaimState = v.union(v.object({ status: v.literal("free") }), vHeld, vOwned);
/** How a value stands: free, held by somebody until a time (ms since 1970), or owned by an entity for good. */
export type ClaimState = Infer<typeof vClaimState>;

export const vClaimed = v.union(
  vHeld,
  vOwned,
  v.object({
    status: v.literal("conflict"),
    holder: v.string(),
    /** `null`: it is owned for good. */
    until: v.union(v.null(), v.number()),
    entity: v.union(v.null(), v.string()),
  }),
);
/** What a claim got: the value is yours (`held`, or `owned` before), or it is somebody else's. */
export type Claimed = Infer<typeof vClaimed>;

export const vConfirmed = v.union(vOwned, v.object({ status: v.literal("lost") }));
/** Whether a value is owned now; `lost`: the claim had expired, or is somebody else's. */
export type Confirmed = Infer<typeof vConfirmed>;

export const vRenewed = v.union(vHeld, vOwned, v.object({ status: v.literal("lost") }));
/** Until when a value is held now; `lost`: the claim had expired, or is somebody else's. */
export type Renewed = Infer<typeof vRenewed>;

const vHolding = vClaimKey.extend({ holder: v.string() });
export const claimArgs = { ...vHolding.fields, ttlMs: v.number() };
export const confirmArgs = { ...vHolding.fields, entity: v.string() };
export const releaseArgs = vHolding.fields;
export const findClaimArgs = vClaimKey.fields;
