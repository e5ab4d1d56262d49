import { trusted } from "../boundary.js";
import { convexToJson } from "convex/values";
import { placeOfId, type Committing } from "@convex-es/platform-testing/engine";
import type { Change, DocumentChange, EndedJob } from "../storage/Change.js";
import type { RequestKey } from "./FunctionCall.js";

/** The table of scheduled functions. */
export const jobsTable = "_scheduled_functions";

/** What a transaction that commits changes for good. */
export function changeOf(committing: Committing, request: RequestKey | null): Change {
  const documents = new Map<string, DocumentChange>();
  const scheduled = new Map<string, Change["scheduled"][number]>();
  const at = Date.now();
  const ended: EndedJob[] = committing.job ? [{ ...committing.job, state: "success", at }] : [];
  const idsUsed: Record<string, number> = {};
  for (const { op, component, id, table, after, request: asked } of committing.writes) {
    const key = `${component}|${id}`;
    if (op === "schedule") {
      const name = trusted<string | undefined>(after?.["name"]);
      const createdAt = after?._creationTime;
      scheduled.set(key, { component, id, request: asked ?? null, name, createdAt });
    } else if (op === "cancel") ended.push({ component, id, state: "canceled", at });
    else if (table !== jobsTable) documents.set(key, { component, id, document: after });
    idsUsed[component] = Math.max(idsUsed[component] ?? 0, placeOfId(id) + 1);
  }
  return {
    ts: committing.ts,
    documents: [...documents.values()],
    scheduled: [...scheduled.values()],
    ended,
    idsUsed,
    request: request && { ...request, value: convexToJson(committing.value), ts: committing.ts },
  };
}
