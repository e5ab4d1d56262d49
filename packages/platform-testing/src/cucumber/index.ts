// Importing this file binds the generic steps: `import "@convex-es/platform-testing/cucumber"` is the only glue code.
import "./steps.js";

export { runFeaturesOn, type FeatureBackend, type FeatureTarget } from "./FeatureTarget.js";
export { PlatformWorld } from "./PlatformWorld.js";
