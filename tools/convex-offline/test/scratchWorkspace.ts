import { scratchDirectory, type ScratchDirectory } from "./scratchDirectory.ts";

const packageJson = (name: string) => ({ name, type: "module", dependencies: { convex: "*" } });

/** A small workspace before its first codegen: one component package and an app that installs its source. */
export function scratchWorkspace(): ScratchDirectory {
  const scratch = scratchDirectory();
  scratch.write({
    "package.json": packageJson("scratch-app"),
    "convex.json": { functions: "app/convex" },
    "packages/ledger/package.json": packageJson("@scratch/ledger"),
    "packages/ledger/convex.json": { functions: "src/client" },
    "packages/ledger/src/client/index.ts": "export {};",
    "packages/ledger/src/component/convex.config.ts": `
      import { defineComponent } from "convex/server";
      export default defineComponent("ledger");
    `,
    "packages/ledger/src/component/schema.ts": `
      import { defineSchema, defineTable } from "convex/server";
      import { v } from "convex/values";
      export default defineSchema({ entries: defineTable({ amount: v.number() }).index("amount", ["amount"]) });
    `,
    "packages/ledger/src/component/lib.ts": `
      import { v } from "convex/values";
      import { mutation } from "./_generated/server.js";
      export const post = mutation({
        args: { amount: v.number() },
        returns: v.id("entries"),
        handler: async (ctx, { amount }) => await ctx.db.insert("entries", { amount }),
      });
    `,
    "app/package.json": packageJson("scratch-app"),
    "app/convex/convex.config.ts": `
      import { defineApp } from "convex/server";
      import ledger from "../../packages/ledger/src/component/convex.config.js";
      const app = defineApp();
      app.use(ledger);
      export default app;
    `,
    "app/convex/payments.ts": `
      import { components } from "./_generated/api.js";
      import { mutation } from "./_generated/server.js";
      export const pay = mutation({
        args: {},
        handler: async (ctx) => await ctx.runMutation(components.ledger.lib.post, { amount: 1 }),
      });
    `,
  });
  return scratch;
}
