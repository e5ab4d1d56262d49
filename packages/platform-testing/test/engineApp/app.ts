import type { TestConvex } from "convex-test";
import type { AppSource, Engine } from "../../src/engine/createEngine.js";
import { bank, entries, ledgerSchema } from "./ledger.js";
import { log } from "./log.js";
import { orderMutations } from "./orders.js";
import { orderQueries } from "./queries.js";
import { schema } from "./schema.js";

/** An app with one component, for the tests of the engine. */
export const testApp: AppSource = {
  "": {
    schema,
    modules: {
      "./_generated/api.js": async () => ({}),
      "./orders.ts": async () => ({ ...orderQueries, ...orderMutations }),
      "./log.ts": async () => log,
      "./bank.ts": async () => bank,
      "./orders.test.ts": async () => {
        throw new Error("tests are not modules of the app");
      },
    },
  },
  ledger: {
    schema: ledgerSchema,
    modules: { "./_generated/api.js": async () => ({}), "./entries.ts": async () => entries },
  },
};

/** The handle of an engine that runs it, typed by its tables. */
export const handleOf = ({ t }: Engine): TestConvex<typeof schema> => t;
