import { createPlatform } from "@convex-es/platform-core";
import { components } from "./_generated/api";
import { loans } from "./contexts/loans";

export const platform = createPlatform(components, { contexts: [loans] });
export const { query, mutation, action } = platform.runtime();
