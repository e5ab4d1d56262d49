import { createPlatform } from "@convex-es/platform-core";
import { componentsGeneric } from "convex/server";
import { sales } from "./sales";

// An app has `components` from its `_generated/api`; this one is pushed without generated code.
const components = componentsGeneric() as unknown as Parameters<typeof createPlatform>[0];

export const platform = createPlatform(components, { contexts: [sales] });
export const { query, mutation, action } = platform.runtime();
