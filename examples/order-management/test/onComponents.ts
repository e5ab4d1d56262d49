import { onComponents, specifyOn } from "@convex-es/platform-testing";
import { platform } from "../convex/platform";
import { initConvexTest } from "./initConvexTest";

// Set-up file: the specifications of this run go through the orchestrator and the real components.
specifyOn(onComponents(platform, initConvexTest));
