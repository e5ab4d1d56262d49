import type { Engine, FunctionEnd } from "@convex-es/platform-testing/engine";
import type { Claims } from "../auth/identityOf.js";
import { hostDeployment } from "./hostDeployment.js";
import type { FsyncPolicy } from "../storage/Log.js";

/** Options of `startDeployment`. */
export type DeploymentOptions = {
  /** The app's folder, with its package.json. Default: the working directory. */
  readonly directory?: string | undefined;
  /** Where data is kept. Default: `.platform-embedded` in the app's folder. */
  readonly dataDirectory?: string | undefined;
  /** Keep nothing on disk. */
  readonly inMemory?: boolean | undefined;
  /** Default: 127.0.0.1. Anything else needs a `secret`. */
  readonly host?: string | undefined;
  /** Default: any free one. */
  readonly port?: number | undefined;
  /** Becomes part of the admin key. Default: a random key, kept with the data. */
  readonly secret?: string | undefined;
  /** Default: `everySecond`. */
  readonly fsync?: FsyncPolicy | undefined;
  /** Evaluate modules again for each query and mutation, as Convex does: some milliseconds each. Default: false. */
  readonly freshModules?: boolean | undefined;
  /** Called with warnings for the developer, such as a damaged data file. */
  readonly warn?: ((message: string) => void) | undefined;
};

/** A running deployment, for code in the same process. */
export type DeploymentInProcess = {
  /** The running app; null until one is pushed. Its engine judges conflicts and runs races; `pushed` is for `activate`. */
  readonly running: { readonly engine: Engine; readonly pushed: object } | null;
  /** Starts an app that was pushed before, here or on another deployment. Throws, and changes nothing, when data does not fit. */
  activate(pushed: object): Promise<void>;
  /** Called when a function ends that a client, a cron, the scheduler or an action has called. */
  on(news: "function", listener: (ended: FunctionEnd) => void): unknown;
  /** Called with every line that a function writes to its console. */
  on(news: "log", listener: (functionName: string, line: string) => void): unknown;
  /** Called when another app runs. */
  on(news: "app", listener: () => void): unknown;
};

/** A deployment that runs and listens. */
export type RunningDeployment = AsyncDisposable & {
  /** For `CONVEX_SELF_HOSTED_URL` and for clients. */
  readonly url: string;
  /** For `CONVEX_SELF_HOSTED_ADMIN_KEY`. */
  readonly adminKey: string;
  /** The deployment itself: the running app and its events. */
  readonly deployment: DeploymentInProcess;
  /** Makes a token for a user, for `client.setAuth`. */
  token(subject: string, claims?: Claims): string;
  /** Stops the deployment; every acknowledged write is on disk. */
  close(): Promise<void>;
};

/**
 * Starts a Convex deployment in this process, with the data and the app it had when it was last stopped. Push an app with
 * the official CLI. Throws when the port or the data directory is taken.
 */
export function startDeployment(options: DeploymentOptions = {}): Promise<RunningDeployment> {
  return hostDeployment(options);
}
