import type { Platform } from "@convex-es/platform-core";
import {
  applyPage,
  Consumers,
  wiringOf,
  type AnyProjection,
} from "@convex-es/platform-core/internal";
import type { Backend } from "./onComponents.js";

/**
 * Brings an async read model to the end of the log as its workers would, page by page, each in a transaction of its own: the
 * same code, without loops that would need a clock. For arranged events, which wake nobody.
 */
export async function catchUp(
  platform: Platform,
  backend: Backend,
  projection: AnyProjection,
): Promise<void> {
  const consumers = new Consumers(wiringOf(platform).runtime.stores);
  const { name, version, partitions } = projection;
  const worker = { projection: name, version, generation: 0, partitions, limit: 250 };
  for (let partition = 0; partition < partitions; partition++) {
    const apply = (after: string | null): ReturnType<typeof applyPage> =>
      backend.run((ctx) => applyPage(ctx, consumers, { ...worker, partition, after }));
    let page = await apply(null);
    while (!page.isDone) page = await apply(page.cursor);
  }
}
