import { EventStore, type RecordedEvent } from "@convex-es/platform-store";
import type { Engine } from "@convex-es/platform-testing/engine";
import type { ConvexHttpClient } from "convex/browser";
import type { FunctionReturnType } from "convex/server";
import { api, components } from "../../convex/_generated/api.js";

type LogPage = FunctionReturnType<typeof api.operations.readLog>;

/** Every event of a tenant, of both stores, in commit order, through the app's public query. */
export async function readEvents(auditor: ConvexHttpClient): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (let after: string | undefined, isDone = false; !isDone;) {
    const page: LogPage = await auditor.query(api.operations.readLog, after ? { after } : {});
    for (const event of page.events) events.push(event);
    ({ isDone, cursor: after } = page);
  }
  return events;
}

const stores = [new EventStore(components.eventStore), new EventStore(components.inventoryStore)];
const limit = 1000;

/** How many events there are of all tenants, which no client can read: counted in the deployment itself. */
export async function countEvents({ t }: Engine): Promise<number> {
  let count = 0;
  for (const store of stores) {
    for (let after: string | undefined, isDone = false; !isDone;) {
      const page = await t.run((ctx) => store.readLog(ctx, { limit, ...(after && { after }) }));
      count += page.events.length;
      ({ isDone, cursor: after } = page);
    }
  }
  return count;
}
