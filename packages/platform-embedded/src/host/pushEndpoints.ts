import { deployEndpoints, type DeployEndpoints } from "@convex-es/convex-push";
import type { DataFiles } from "../storage/DataFiles.js";
import type { Deployment } from "../deployment/Deployment.js";
import type { PushedApp } from "@convex-es/convex-push";
import type { EnvChange } from "../http/cliEndpoints.js";

/** The endpoints to which the official CLI pushes apps; `env` gives the variables as they are then. */
export function pushEndpoints(
  deployment: Deployment,
  env: () => Readonly<Record<string, string>>,
): DeployEndpoints {
  const state: { pushed: PushedApp | null } = { pushed: null };
  return deployEndpoints({
    // Read at each push: the developer may have set a variable since.
    get analysis() {
      return { env: env() };
    },
    onPush: (request, analysis) => void (state.pushed = { request, analysis }),
    onFinish: async () => {
      if (!state.pushed) throw new Error("no push was started; run npx convex deploy");
      await deployment.activate(state.pushed);
    },
  });
}

/** Changes the developer's variables. */
export function setEnv(
  {
    deployment,
    data,
    env,
  }: {
    readonly deployment: Deployment;
    readonly data: DataFiles;
    readonly env: Record<string, string>;
  },
  changes: readonly EnvChange[],
): void {
  for (const { name, value } of changes) {
    if (value === null) Reflect.deleteProperty(env, name);
    else env[name] = value;
  }
  data.saveEnv(env);
  // Components see what they are bound to when their app starts.
  if (deployment.running) void deployment.activate(deployment.running.pushed);
  deployment.emit("system");
}
