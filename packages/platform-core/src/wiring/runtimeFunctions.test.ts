import { expect, test } from "vitest";
import { fn, initBatchApp, platform } from "../../test/batchApp.js";
import { failureOf } from "../../test/initConvexTest.js";
import { platformWith } from "../../test/platformWith.js";
import { bank } from "../../test/bank.js";

test("PK-3 the runtime is three internal functions, whatever the platform does", () => {
  const functions = platform.runtime();
  expect(Object.keys(functions)).toEqual(["query", "mutation", "action"]);
  for (const one of Object.values(functions)) expect(one).toHaveProperty("isInternal", true);
});

test.each(["sweep", "constructor", "__proto__", ""])(
  "PK-3 an operation %j of another release is refused by name",
  async (op) => {
    const t = await initBatchApp();
    const call = t.mutation(fn("model/wiring:mutation"), { op, input: {} });
    expect(await failureOf(call)).toMatchObject({ code: "UNKNOWN_OPERATION" });
  },
);

test.each(["platform.ts", "", "../platform", "my file"])("PK-3 %j is not a file", (file) => {
  expect(() => platformWith({ file }).batch(bank)).toThrow(/is not a file of the Convex folder/);
});
