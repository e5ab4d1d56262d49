import { expect } from "vitest";
import { pushOf } from "../../test/pushOf.ts";
import { orderFunctions } from "../../test/sampleSources.ts";
import { standInTest as test } from "../../test/standInTest.ts";

test.for([
  ["cryptographic randomness", "crypto.randomUUID()", "Cryptographic randomness is not allowed"],
  ["random bytes", "crypto.getRandomValues(new Uint8Array(1))", "Cryptographic randomness"],
  ["a timer", "setTimeout(() => {}, 1)", "setTimeout() is not allowed"],
  ["the network", "fetch('http://127.0.0.1')", "fetch() is not allowed"],
  ["a syscall", "(globalThis as any).Convex.syscall('x', '{}')", "Calling Convex"],
  ["Buffer", "(globalThis as any).Buffer.from('x')", "Cannot read properties of undefined"],
  ["code from a string", "(0, eval)('1')", "Code generation from strings disallowed"],
])("%s at import time is refused", async ([, expression = "", reason = ""], { push }) => {
  const outcome = await push(
    await pushOf({ functions: { orders: `export const value = ${expression};` } }),
  );

  expect(outcome).toEqual({
    status: 400,
    problems: [expect.stringContaining("app: orders.js cannot be analysed: ")],
  });
  expect(outcome).toHaveProperty("problems.0", expect.stringContaining(reason));
});

test.for([
  ["a top-level await", "await new Promise(() => {})", "Top-level awaits"],
  ["an endless loop", "for (;;);", "timed out after 500ms"],
])("%s at import time is refused", async ([, code = "", reason = ""], { push }) => {
  const outcome = await push(await pushOf({ functions: { orders: `${code}; export {};` } }));

  expect(outcome).toHaveProperty("problems.0", expect.stringContaining(reason));
});

test("seeded randomness and the clock at import time are taken, as on Convex", async ({ push }) => {
  const functions = { orders: "export const value = [Math.random(), Date.now()];" };

  expect(await push(await pushOf({ functions }))).toHaveProperty("status", 200);
});

test("a Node module that survived bundling is refused", async ({ push }) => {
  const request = await pushOf({});
  const source = 'import { readFileSync } from "node:fs"; export const a = readFileSync;';

  const outcome = await push({
    ...request,
    appDefinition: {
      ...request.appDefinition,
      changedModules: [{ path: "orders.js", source, environment: "isolate" }],
    },
  });

  expect(outcome).toHaveProperty("problems.0", expect.stringContaining('imports "node:fs"'));
});

test("every module starts in a world of its own", async ({ push }) => {
  const source = `
    const world = globalThis as any;
    if (world.seen) throw new Error("shared");
    world.seen = true;
    export {};
  `;

  expect(await push(await pushOf({ functions: { a: source, b: source } }))).toHaveProperty(
    "status",
    200,
  );
});

test("http.ts and crons.ts must export what Convex expects", async ({ push }) => {
  const outcome = await push(
    await pushOf({ functions: { http: "export default 1;", crons: "export default {};" } }),
  );

  expect(outcome).toEqual({
    status: 400,
    problems: [
      "app: crons.js cannot be analysed: its default export is not made by cronJobs()",
      "app: http.js cannot be analysed: its default export is not an HttpRouter",
    ],
  });
});

test("routes and crons are reported", async ({ push }) => {
  const outcome = await push(
    await pushOf({
      functions: {
        orders: orderFunctions,
        http: `
          import { httpActionGeneric, httpRouter } from "convex/server";
          const router = httpRouter();
          router.route({ path: "/hook", method: "POST", handler: httpActionGeneric(async () => new Response()) });
          export default router;
        `,
        crons: `
          import { cronJobs, makeFunctionReference } from "convex/server";
          const crons = cronJobs();
          crons.interval("sweep", { hours: 1 }, makeFunctionReference<"mutation">("orders:sweep") as never);
          export default crons;
        `,
      },
    }),
  );

  expect(outcome).toMatchObject({
    analysis: {
      analysis: {
        "": {
          functions: {
            "http.js": { httpRoutes: [{ route: { path: "/hook", method: "POST" } }] },
            "crons.js": { cronSpecs: [{ identifier: "sweep", spec: { name: "orders:sweep" } }] },
          },
        },
      },
    },
  });
});

test("a promise that fails unheard at import time leaves the stand-in running", async ({
  push,
}) => {
  const functions = { orders: 'void Promise.reject(new Error("unheard")); export {};' };
  expect(await push(await pushOf({ functions }))).toHaveProperty("status", 200);

  expect(await push(await pushOf({}))).toHaveProperty("status", 200);
});
