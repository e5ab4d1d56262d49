/** A module with two public functions, an internal one and an export that is not a function. */
export const orderFunctions = `
  import { queryGeneric, mutationGeneric, internalMutationGeneric } from "convex/server";
  import { v } from "convex/values";
  export const list = queryGeneric({ args: { b: v.number(), a: v.string() }, returns: v.null(), handler: () => null });
  export const place = mutationGeneric({ args: {}, handler: () => null });
  export const sweep = internalMutationGeneric({ args: {}, handler: () => null });
  export const notAFunction = 3;
`;

/** A `schema.ts` with these tables. */
export const schemaWith = (tables: string) => `
  import { defineSchema, defineTable } from "convex/server";
  import { v } from "convex/values";
  export default defineSchema({ ${tables} });
`;

/** A component that is only a `convex.config.ts`; `options` as they stand in its source. */
export const componentNamed = (name: string, options = "") => ({
  config: `
    import { defineComponent } from "convex/server";
    import { v } from "convex/values";
    export default defineComponent("${name}", ${options || "undefined"});
  `,
});

/** An app that imports the component `child` and installs it as these statements say. */
export const appUsing = (installation: string) => ({
  config: `
    import { defineApp } from "convex/server";
    import { v } from "convex/values";
    import child from "child:child";
    const app = defineApp({ env: { TOKEN: v.optional(v.string()) } });
    ${installation}
    export default app;
  `,
  uses: ["child"],
});
