import { expect } from "vitest";
import { pushOf } from "../../test/pushOf.ts";
import { appUsing, componentNamed } from "../../test/sampleSources.ts";
import { standInTest as test } from "../../test/standInTest.ts";

test.for([
  ["two components of one name", "app.use(child); app.use(child);", "under the same name"],
  ["a bad name", 'app.use(child, { name: "my-child" });', "the name must be letters"],
  [
    "an unknown variable",
    'app.use(child, { env: { KEY: "on", OTHER: "x" } } as never);',
    "it declares no environment variable OTHER",
  ],
  ["a variable not given", "app.use(child, {} as never);", "environment variable KEY is required"],
  [
    "a value its validator does not take",
    'app.use(child, { env: { KEY: "maybe" } } as never);',
    "does not take the value it is given",
  ],
  [
    "a variable bound to an undeclared one",
    'app.use(child, { env: { KEY: { __envVarRef: "NOPE" } } } as never);',
    "is bound to NOPE, which the parent does not declare",
  ],
])("installing %s is refused", async ([, installation = "", reason = ""], { push }) => {
  const required = installation.includes("KEY") || reason.includes("KEY");
  const declaration = `{ env: { KEY: v.union(v.literal("on"), v.literal("off")) } }`;

  const outcome = await push(
    await pushOf(appUsing(installation), {
      child: componentNamed("child", required ? declaration : undefined),
    }),
  );

  expect(outcome).toEqual({ status: 400, problems: [expect.stringContaining(reason)] });
});

test("a variable bound by value or by reference is taken, an optional one may be left out", async ({
  push,
}) => {
  const declaration = "{ env: { A: v.string(), B: v.string(), C: v.optional(v.string()) } }";
  const installation = 'app.use(child, { env: { A: "x", B: app.env.TOKEN } } as never);';

  const outcome = await push(
    await pushOf(appUsing(installation), { child: componentNamed("child", declaration) }),
  );

  expect(outcome).toHaveProperty("status", 200);
});

test("a required variable may be missing while code is generated for the component alone", async ({
  push,
}) => {
  const request = await pushOf(appUsing("app.use(child, {} as never);"), {
    child: componentNamed("child", "{ env: { KEY: v.string() } }"),
  });

  expect(await push({ ...request, forCodegen: true })).toHaveProperty("status", 200);
});

test("an environment variable that is not a string is refused", async ({ push }) => {
  const outcome = await push(
    await pushOf(appUsing('app.use(child, { env: { KEY: "1" } } as never);'), {
      child: componentNamed("child", "{ env: { KEY: v.number() } } as never"),
    }),
  );

  expect(outcome).toHaveProperty("problems", [
    "child: environment variable KEY must be a string",
    expect.stringContaining("does not take the value"),
  ]);
});
