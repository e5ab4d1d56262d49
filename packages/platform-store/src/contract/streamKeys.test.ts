import { expect, test } from "vitest";
import { bucketOf } from "./streamKeys.js";

const orders = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    tenant: "",
    streamType: "Order",
    streamId: `o-${i}`,
  }));

test("streams are spread evenly over the buckets 0 to 255", () => {
  const sizes = new Map<number, number>();
  for (const stream of orders(25_600)) {
    const bucket = bucketOf(stream);
    sizes.set(bucket, (sizes.get(bucket) ?? 0) + 1);
  }
  expect([...sizes.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: 256 }, (_, i) => i));
  expect(Math.max(...sizes.values())).toBeLessThan(200);
});

test("a stream keeps its bucket for ever: it is stored with the event", () => {
  expect(orders(4).map(bucketOf)).toEqual([56, 172, 1, 113]);
  expect(bucketOf({ tenant: "acme", streamType: "Ordr:é", streamId: "1" })).toBe(236);
});
