import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { maxMisuses } from "./misuses.js";
import {
  attempt,
  executed,
  initConvexTest,
  misuses,
  record,
  recordingOf,
  settle,
} from "./setup.test.js";

const noon = Date.UTC(2026, 10, 20, 12);
beforeEach(() => void vi.useFakeTimers({ now: noon, toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

async function appWithMisuses(count: number) {
  const t = initConvexTest();
  await record(t, recordingOf(executed));
  for (let n = 1; n <= count; n++) {
    vi.setSystemTime(noon + n);
    await settle(t, { ...attempt, fingerprint: `other-${n}` });
  }
  return t;
}

test("CB-2 misuses are listed newest first, each with its time", async () => {
  const rows = await misuses(await appWithMisuses(3));
  expect(rows.map((row) => [row.fingerprint, row.attemptedAt])).toEqual([
    ["other-3", noon + 3],
    ["other-2", noon + 2],
    ["other-1", noon + 1],
  ]);
});

test("CB-2 an audit row shows the attempt and no outcome", async () => {
  const [row] = await misuses(await appWithMisuses(1));
  const shown = { ...attempt, fingerprint: "other-1", differs: "payload", attemptedAt: noon + 1 };
  expect(row).toEqual(shown);
});

test.each([
  ["a limit is kept", 2, 2],
  ["zero asks for one", 0, 1],
  ["a negative limit asks for one", -5, 1],
  ["NaN asks for one", Number.NaN, 1],
  ["a fraction is cut", 2.9, 2],
  ["no more than there are", 1e9, 4],
  ["infinity is clamped", Number.POSITIVE_INFINITY, 4],
])("CB-2 the page of misuses is bounded: %s", async (_, limit, expected) => {
  const t = await appWithMisuses(4);
  expect(await misuses(t, attempt.tenant, limit)).toHaveLength(expected);
});

test("CB-2 no page is larger than the maximum, whatever is asked for", async () => {
  const t = await appWithMisuses(maxMisuses + 1);
  expect(await misuses(t, attempt.tenant, 1e9)).toHaveLength(maxMisuses);
});
