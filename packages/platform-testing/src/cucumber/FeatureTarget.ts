import { createEngine, type AppSource } from "../engine/createEngine.js";
import type { Operation } from "../engine/frame/operation.js";
import type { Backend } from "../specification/onComponents.js";

/** The app on an empty database, for one scenario. */
export type FeatureBackend = {
  /** For arranging events, and for reading what a command has left. */
  readonly backend: Backend;
  /** Sends a command as `identity`, and tells its answer and how many documents it wrote. Throws what the app throws. */
  call(operation: Operation): Promise<{ value: unknown; docsWritten: number }>;
  /** Called after the scenario. */
  end?(): Promise<void>;
};

/** Where scenarios happen: starts the app of the folder `convexDir`, whose code is `app`, once for each of them. */
export type FeatureTarget = (convexDir: string, app: AppSource) => Promise<FeatureBackend>;

const inProcess: FeatureTarget = async (_convexDir, app) => {
  const engine = await createEngine(app);
  return {
    backend: engine.t,
    call: async (operation) => {
      const { value, footprint } = await engine.call(operation);
      return { value, docsWritten: footprint.counts.docsWritten };
    },
  };
};

const chosen = { target: inProcess };

/**
 * Lets the scenarios of this run happen elsewhere than on an engine in this process, on a deployment say. Call it in a file that
 * cucumber imports beside the steps, which stay the same.
 *
 * @example
 * runFeaturesOn(async (convexDir) => {
 *   const running = await startDeployment({ inMemory: true });
 *   …
 * });
 */
export function runFeaturesOn(target: FeatureTarget): void {
  chosen.target = target;
}

/** The target that was chosen last. */
export const featureTarget = (): FeatureTarget => chosen.target;
