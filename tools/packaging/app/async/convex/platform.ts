import { createPlatform } from "@convex-es/platform-core";
import { components } from "./_generated/api";
import { loans } from "./contexts/loans";
import { readers } from "./contexts/readers";
import schema from "./schema";

export const platform = createPlatform(components, { schema, contexts: [loans, readers] });
export const { query, mutation, action } = platform.runtime();
