import { v, type ObjectType } from "convex/values";
import type { QueryCtx } from "../component/_generated/server.js";
import { logPageFields, readLogPage, type LogPage } from "./logPage.js";
import { eventSource } from "./logSource.js";

export const readCorrelationArgs = {
  ...logPageFields,
  tenant: v.string(),
  correlationId: v.string(),
};
export const readCausationArgs = { ...logPageFields, tenant: v.string(), causationId: v.string() };

/** One page of everything that one request set in motion, in commit order. */
export async function readCorrelation(
  ctx: QueryCtx,
  { tenant, correlationId, ...page }: ObjectType<typeof readCorrelationArgs>,
): Promise<LogPage> {
  const source = eventSource(
    (within) =>
      ctx.db
        .query("events")
        .withIndex("by_correlation", (q) =>
          within(q.eq("tenant", tenant).eq("correlationId", correlationId)),
        ),
    page.after,
  );
  return await readLogPage(source, page);
}

/** One page of what one command or event caused directly, in commit order. */
export async function readCausation(
  ctx: QueryCtx,
  { tenant, causationId, ...page }: ObjectType<typeof readCausationArgs>,
): Promise<LogPage> {
  const source = eventSource(
    (within) =>
      ctx.db
        .query("events")
        .withIndex("by_causation", (q) =>
          within(q.eq("tenant", tenant).eq("causationId", causationId)),
        ),
    page.after,
  );
  return await readLogPage(source, page);
}
