import { createPlatform } from "@convex-es/platform-core";
import { componentsGeneric } from "convex/server";
import { sales } from "./sales";
import schema from "./schema";

type Components = Required<Parameters<typeof createPlatform>[0]>;

// An app has `components` from its `_generated/api`; this one is pushed without generated code.
export const components = componentsGeneric() as unknown as Components & {
  platformCore: NonNullable<Components["platformCore"]>;
};

export const platform = createPlatform(components, { schema, contexts: [sales] });
export const { query, mutation, action } = platform.runtime();
