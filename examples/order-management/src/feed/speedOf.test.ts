// @vitest-environment node
import { expect, test } from "vitest";
import { speedOf } from "./speedOf.ts";

const nothing = {
  calls: 0,
  nestedCalls: 0,
  indexRanges: 0,
  docsRead: 0,
  docsWritten: 0,
  bytesWritten: 0,
  scheduled: 0,
};
const outcome = { status: "failed" as const, code: "", message: "" };
const sentIn = (ms: number) => ({ name: "createOrder" as const, outcome, ms, counts: nothing });

test("percentiles are latencies that were measured, by nearest rank", () => {
  const sent = Array.from({ length: 200 }, (_, i) => sentIn(200 - i));
  expect(speedOf({ sent, seconds: 4 })).toEqual({
    commandsPerSecond: 50,
    p50Ms: 100,
    p95Ms: 190,
    p99Ms: 198,
  });
});

test("one command is every percentile, and no command is none", () => {
  expect(speedOf({ sent: [sentIn(3)], seconds: 1 })).toMatchObject({ p50Ms: 3, p99Ms: 3 });
  expect(speedOf({ sent: [], seconds: 0 })).toMatchObject({ commandsPerSecond: 0, p50Ms: 0 });
});
