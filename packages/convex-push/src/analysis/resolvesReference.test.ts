import { expect } from "vitest";
import { pushOf } from "../../test/pushOf.ts";
import { orderFunctions } from "../../test/sampleSources.ts";
import { standInTest as test } from "../../test/standInTest.ts";

test.for([
  ["written out", '"gone:run"', ""],
  ["computed at import time", '["gone", "run"].join(":")', ""],
  ["written out in a handler", '"gone:run"', "() => "],
])("a function path to nothing, %s, is refused", async ([, path = "", lazy = ""], { push }) => {
  const outcome = await push(
    await pushOf({
      functions: {
        orders: `
          import { makeFunctionReference } from "convex/server";
          export const reference = ${lazy}makeFunctionReference<"mutation">(${path});
        `,
      },
    }),
  );

  expect(outcome).toEqual({
    status: 400,
    problems: ['app: orders.js refers to "gone:run", which does not exist'],
  });
});

test("a function path that resolves is taken, with and without an export name", async ({
  push,
}) => {
  const outcome = await push(
    await pushOf({
      functions: {
        orders: `${orderFunctions} export default place;`,
        platform: `
          import { makeFunctionReference } from "convex/server";
          export const references = ["orders:sweep", "orders"].map((path) => makeFunctionReference<"mutation">(path));
        `,
      },
    }),
  );

  expect(outcome).toHaveProperty("status", 200);
});

test("a cron of a missing function is refused", async ({ push }) => {
  const outcome = await push(
    await pushOf({
      functions: {
        crons: `
          import { anyApi, cronJobs } from "convex/server";
          const crons = cronJobs();
          crons.interval("sweep", { hours: 1 }, (anyApi as any).orders.sweep);
          export default crons;
        `,
      },
    }),
  );

  expect(outcome).toEqual({
    status: 400,
    problems: ['app: crons.js refers to "orders:sweep", which does not exist'],
  });
});
