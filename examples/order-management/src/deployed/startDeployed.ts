import {
  pushApp,
  resetData,
  startDeployment,
  type RunningDeployment,
} from "@convex-es/platform-embedded";
import { CannotStart } from "./CannotStart.ts";
import { deployedExample, exampleDirectory, type DeployedExample } from "./DeployedExample.ts";

const usualPort = 3210;

/** How to start the deployment. */
export type StartOptions = {
  dataDirectory: string;
  /** Forget first what is there. */
  reset: boolean;
  /** Push with the CLI even when the example is as it was pushed last. */
  push?: boolean | undefined;
  /** Told what a developer should know, such as damage of the data. */
  warn: (message: string) => void;
};

/**
 * Starts the embedded deployment in this process, on its usual port or else on a free one, and pushes the example to it with the
 * official CLI; `null` when `signal` was aborted meanwhile. The caller closes what is `running`. Throws a CannotStart where
 * another process has the data or the push is refused.
 */
export async function startDeployed(
  options: StartOptions,
  signal: AbortSignal,
): Promise<DeployedExample | null> {
  const running = await start(options).catch(cannotStart);
  try {
    await pushApp(running, exampleDirectory, { signal, always: options.push });
    return await deployedExample(running);
  } catch (error) {
    await running.close();
    if (signal.aborted) return null;
    return cannotPush(error);
  }
}

async function start(options: StartOptions): Promise<RunningDeployment> {
  if (options.reset) resetData(options.dataDirectory);
  return await startOn(usualPort, options);
}

async function startOn(
  port: number,
  options: Pick<StartOptions, "dataDirectory" | "warn">,
): Promise<RunningDeployment> {
  const { dataDirectory, warn } = options;
  try {
    return await startDeployment({ directory: exampleDirectory, dataDirectory, port, warn });
  } catch (error) {
    const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    if (isTaken && port !== 0) return await startOn(0, options);
    throw error;
  }
}

function cannotStart(error: unknown): never {
  throw new CannotStart(error instanceof Error ? error.message : String(error));
}

function cannotPush(error: unknown): never {
  const printed = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
  if (printed === "") throw error;
  throw new CannotStart(
    `The official CLI could not push the example:\n${printed}\nWhere it is the data that does not fit, --reset forgets it.`,
  );
}
