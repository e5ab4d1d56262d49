import type { Engine, FunctionEnd } from "@convex-es/platform-testing/engine";
import type { Claims } from "../auth/identityOf.js";
import { hostDeployment } from "./hostDeployment.js";
import type { FsyncPolicy } from "../storage/Log.js";

/** How a deployment is started. */
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
  /** Becomes part of the admin key, which is otherwise drawn at random and kept with the data. */
  readonly secret?: string | undefined;
  /** Default: `everySecond`. */
  readonly fsync?: FsyncPolicy | undefined;
  /** Evaluate modules anew for each query and mutation, as Convex does: some milliseconds each. Default: false. */
  readonly freshModules?: boolean | undefined;
  /** Told what a developer should know, such as damage of the data file. */
  readonly warn?: ((message: string) => void) | undefined;
};

/** A deployment as the process sees it that it runs in. */
export type DeploymentInProcess = {
  /** What runs; null until an app was pushed. Its engine judges conflicts and runs races; `pushed` is for `activate`. */
  readonly running: { readonly engine: Engine; readonly pushed: object } | null;
  /** Starts an app that was pushed before, here or on another deployment. Throws, and changes nothing, when data does not fit. */
  activate(pushed: object): Promise<void>;
  /** Tells of every function that a client, a cron, the scheduler or an action has called, when it ends. */
  on(news: "function", listener: (ended: FunctionEnd) => void): unknown;
  /** Tells of every line that a function writes to its console. */
  on(news: "log", listener: (functionName: string, line: string) => void): unknown;
  /** Tells when another app runs. */
  on(news: "app", listener: () => void): unknown;
};

/** A deployment that runs and listens. */
export type RunningDeployment = AsyncDisposable & {
  /** For `CONVEX_SELF_HOSTED_URL` and for clients. */
  readonly url: string;
  /** For `CONVEX_SELF_HOSTED_ADMIN_KEY`. */
  readonly adminKey: string;
  /** The deployment itself: what it runs and what happens on it. */
  readonly deployment: DeploymentInProcess;
  /** Makes a token for somebody, for `client.setAuth`. */
  token(subject: string, claims?: Claims): string;
  /** Ends it; everything acknowledged is on disk. */
  close(): Promise<void>;
};

/**
 * Starts a Convex deployment in this process, with the data and the app it had when it was last stopped. Push an app with
 * the official CLI. Throws when the port or the data directory is taken.
 */
export function startDeployment(options: DeploymentOptions = {}): Promise<RunningDeployment> {
  return hostDeployment(options);
}
