import { createPlatform } from "@convex-es/platform-core";
import { components } from "../../convex/_generated/api";
import { tasks } from "./tasks";

export const platform = createPlatform(components, { contexts: [tasks] });

export const { openTask, finishTask } = platform.mutations(tasks);
