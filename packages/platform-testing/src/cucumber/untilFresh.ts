import type { Platform } from "@convex-es/platform-core";
import { wiringOf, type AnyProjection } from "@convex-es/platform-core/internal";
import { readLogs } from "@convex-es/platform-store";
import type { Backend } from "../specification/onComponents.js";

const patience = 20;
const longest = 10_000;

/**
 * Waits until a read model shows every stored event, by asking: its consumers run as they do on a deployment. Throws when it
 * does not within ten seconds.
 */
export async function untilFresh(
  platform: Platform,
  backend: Backend,
  projection: AnyProjection,
): Promise<void> {
  if (projection.delivery === "inline") return;
  const { stores } = wiringOf(platform).runtime;
  const isFresh = () =>
    backend.run(async (ctx) => {
      const { events } = await readLogs(ctx, stores.all, { limit: 1_000 });
      const last = events.at(-1)?.position;
      if (typeof last?.commitTs !== "bigint") return true;
      const position = { ...last, commitTs: last.commitTs };
      return (await platform.freshness(ctx, projection, { position, open: true })) === "fresh";
    });
  // Events that were arranged, not appended by a command, have woken no consumer.
  await backend.run(async (ctx) => await platform.consumers.wake(ctx));
  for (let waited = 0; !(await isFresh()); waited += patience) {
    if (waited > longest) throw new Error(`${projection.name} does not catch up with the log.`);
    await new Promise((resolve) => setTimeout(resolve, patience));
  }
}
