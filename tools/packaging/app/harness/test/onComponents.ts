import { onComponents, specifyOn } from "@convex-es/platform-testing";
import { platform } from "../convex/platform";
import { initConvexTest } from "./initConvexTest";

specifyOn(onComponents(platform, initConvexTest));
