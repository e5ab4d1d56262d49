import { expect } from "vitest";
import { pushOf } from "../../test/pushOf.ts";
import { appUsing, componentNamed, orderFunctions, schemaWith } from "../../test/sampleSources.ts";
import { standInTest as test } from "../../test/standInTest.ts";

const archivePattern = `
  import { actionGeneric } from "convex/server";
  export const sweep = actionGeneric({ args: {}, handler: async () => null });
`;

test("a clean push is analysed: functions with sorted validators, and only public ones exported", async ({
  push,
}) => {
  const outcome = await push(
    await pushOf(appUsing("app.use(child);"), {
      child: {
        ...componentNamed("child"),
        functions: { "deep/orders": orderFunctions, "deep/orders/archive": archivePattern },
      },
    }),
  );

  expect(outcome).toMatchObject({
    status: 200,
    analysis: {
      analysis: {
        child: {
          definition: {
            exports: {
              branch: [
                [
                  "deep",
                  {
                    branch: [
                      [
                        "orders",
                        {
                          branch: [
                            ["archive", { branch: [["sweep", expect.anything()]] }],
                            ["list", { leaf: "_reference/function/deep/orders:list" }],
                            ["place", { leaf: "_reference/function/deep/orders:place" }],
                          ],
                        },
                      ],
                    ],
                  },
                ],
              ],
            },
          },
          functions: {
            "deep/orders.js": {
              functions: [
                {
                  name: "list",
                  udfType: "Query",
                  args: '{"type":"object","value":{"a":{"fieldType":{"type":"string"},"optional":false},"b":{"fieldType":{"type":"number"},"optional":false}}}',
                },
                { name: "place", udfType: "Mutation", visibility: { kind: "public" } },
                { name: "sweep", visibility: { kind: "internal" } },
              ],
            },
          },
        },
      },
      app: { childComponents: { child: { componentPath: "child" } } },
    },
  });
});

test("all problems of a push are reported at once", async ({ push }) => {
  const outcome = await push(
    await pushOf({
      functions: { a: "throw new Error('first');", b: "throw new Error('second');" },
      schema: schemaWith("_bad: defineTable({})"),
    }),
  );

  expect(outcome).toEqual({
    status: 400,
    problems: [
      'app: table "_bad": the name must not start with _',
      "app: a.js cannot be analysed: first",
      "app: b.js cannot be analysed: second",
    ],
  });
});

test("a function and a folder of the same path are refused in a component", async ({ push }) => {
  const one = orderFunctions.replace("list", "shipping");
  const outcome = await push(
    await pushOf(appUsing("app.use(child);"), {
      child: {
        ...componentNamed("child"),
        functions: { orders: one, "orders/shipping": orderFunctions },
      },
    }),
  );

  expect(outcome).toEqual({
    status: 400,
    problems: ["child: the folder orders/shipping is also a function"],
  });
});

test("a convex.config with a second export is refused", async ({ push }) => {
  const { config } = componentNamed("child");
  const outcome = await push(
    await pushOf(appUsing("app.use(child);"), {
      child: { config: `${config} export const more = 1;` },
    }),
  );

  expect(outcome).toHaveProperty("problems.0", expect.stringContaining("convex.config of child"));
});
