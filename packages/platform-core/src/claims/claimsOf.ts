import { textProblem } from "@convex-es/platform-base";
import { infrastructureError } from "../base/infrastructureError.js";
import type { MutationContext } from "../base/untypedTables.js";
import type { Operator, OperatorContext } from "../consumers/operatorOf.js";
import type { Claimed, ClaimKey, ClaimState, Confirmed, Renewed } from "../contract/claims.js";
import type { ReadContext } from "../readModels/readModel.js";
import type { ReadScope, TenantOf } from "../wiring/tenantOf.js";

/** A value of a kind, such as an e-mail address, in the caller's tenant or the one that `tenant` names. */
export type ClaimValue = { type: string; value: string } & ReadScope;

/** A value and who claims it: an id of yours, such as that of the order, the request or the user. */
export type Holding = ClaimValue & { holder: string };

/** Values that only one may have: held for a while, then owned or free again. */
export type Claims = {
  /**
   * Claims a value for `ttlMs` milliseconds (1,000 to 86,400,000). One of several that claim it at once gets it; the others get
   * `conflict` with who has it and until when. Claiming again as the same holder counts anew. Throws CLAIM_INVALID.
   */
  claim(ctx: MutationContext, claim: Holding & { ttlMs: number }): Promise<Claimed>;
  /** Makes a value that the holder holds an entity's for good; `lost` when the claim had expired or is somebody else's. */
  confirm(ctx: MutationContext, claim: Holding & { entity: string }): Promise<Confirmed>;
  /** Holds a value longer, counted from now; `lost` when the claim had expired or is somebody else's. */
  renew(ctx: MutationContext, claim: Holding & { ttlMs: number }): Promise<Renewed>;
  /** Frees a value, held or owned; only its holder can. Returns whether it was the holder's. */
  release(ctx: MutationContext, claim: Holding): Promise<boolean>;
  /** How a value stands: `free`, `held` or `owned`. One document. */
  find(ctx: ClaimContext, claim: ClaimValue): Promise<ClaimState>;
  /** The entity that owns a value, by the value alone: a natural key. `null` while nobody does. One document. */
  owner(ctx: ClaimContext, claim: ClaimValue): Promise<string | null>;
};

type ClaimContext = OperatorContext & ReadContext;

/** What a platform offers for values that only one may have. */
export type PlatformClaims = { claims: Claims };

const shortestMs = 1_000;
const longestMs = 86_400_000;

/** The part of a platform that is about claims. */
export function claimsOf({
  operator,
  tenantOf,
}: {
  operator: Operator;
  tenantOf: TenantOf;
}): PlatformClaims {
  const api = () => operator.api().claims;
  const keyOf = async (
    ctx: ReadContext,
    { type, value, tenant, open }: ClaimValue,
  ): Promise<ClaimKey> => {
    assertTexts({ type, value });
    return { tenant: await tenantOf(ctx, { tenant, open }), type, value };
  };
  const holdingOf = async (ctx: ReadContext, { holder, ...claim }: Holding) => {
    assertTexts({ holder });
    return { ...(await keyOf(ctx, claim)), holder };
  };
  const find: Claims["find"] = async (ctx, claim) =>
    await ctx.runQuery(api().find, await keyOf(ctx, claim));
  return {
    claims: {
      claim: async (ctx, { ttlMs, ...claim }) => {
        assertTtl(ttlMs);
        return await ctx.runMutation(api().claim, { ...(await holdingOf(ctx, claim)), ttlMs });
      },
      confirm: async (ctx, { entity, ...claim }) => {
        assertTexts({ entity });
        return await ctx.runMutation(api().confirm, { ...(await holdingOf(ctx, claim)), entity });
      },
      renew: async (ctx, { ttlMs, ...claim }) => {
        assertTtl(ttlMs);
        return await ctx.runMutation(api().renew, { ...(await holdingOf(ctx, claim)), ttlMs });
      },
      release: async (ctx, claim) =>
        await ctx.runMutation(api().release, await holdingOf(ctx, claim)),
      find,
      owner: async (ctx, claim) => {
        const state = await find(ctx, claim);
        return state.status === "owned" ? state.entity : null;
      },
    },
  };
}

/** In UTF-16 code units. */
const maxLength = 512;

function assertTexts(texts: Record<string, unknown>): void {
  for (const [name, text] of Object.entries(texts)) {
    const problem =
      typeof text === "string" ? textProblem(text, { maxLength })?.message : "is no text";
    if (problem !== undefined) throw invalid(`${name} ${problem}`);
  }
}

function assertTtl(ttlMs: unknown): void {
  if (Number.isSafeInteger(ttlMs) && Number(ttlMs) >= shortestMs && Number(ttlMs) <= longestMs)
    return;
  throw invalid(
    `ttlMs must be a whole number of milliseconds from ${shortestMs} (1 s) to ${longestMs} (24 h), not ${String(ttlMs)}; renew a claim that takes longer`,
  );
}

const invalid = (problem: string) =>
  infrastructureError("CLAIM_INVALID", `platform.claims: ${problem}.`);
