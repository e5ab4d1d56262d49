import type { PushedApp } from "@convex-es/convex-push";
import type { Value } from "convex/values";
import type { FileLinks } from "../files/FileLinks.js";
import type { FileStore } from "../files/FileStore.js";
import type { Change } from "../storage/Change.js";
import type { Contents } from "../storage/Contents.js";
import type { FunctionCall } from "./FunctionCall.js";

/** What a deployment is made from. */
export type DeploymentParts = {
  readonly contents: Contents;
  /** Makes a change durable; returns when it is. */
  readonly append: (change: Change) => void;
  /** Keeps the app that runs from now on, for the next start. */
  readonly saveApp: (app: PushedApp) => void;
  /** The developer's variables; may change while the deployment runs. */
  readonly env: Readonly<Record<string, string>>;
  readonly builtInEnv: Readonly<Record<string, string>>;
  /** Answers what the official CLI asks beside the app's own queries; undefined for the app's own. */
  readonly answerSystemQuery?: ((call: FunctionCall) => Value | undefined) | undefined;
  /** Where the bytes of files are. */
  readonly files: FileStore;
  readonly links: FileLinks;
  /** Where the app is, for packages of "use node" actions. */
  readonly directory: string;
  /** Evaluate modules again for each query and mutation, as Convex does. */
  readonly freshModules?: boolean | undefined;
};
