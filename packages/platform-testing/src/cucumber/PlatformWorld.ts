import { trusted } from "../boundary.js";
import { World } from "@cucumber/cucumber";
import type { Platform } from "@convex-es/platform-core";
import { wiringOf, type AnyOutcome } from "@convex-es/platform-core/internal";
import { readLogs } from "@convex-es/platform-store";
import type { Value } from "convex/values";
import type { AppSource } from "../engine/createEngine.js";
import type { Operation } from "../engine/frame/operation.js";
import { loadApp } from "../node/loadApp.js";
import type { Backend } from "../specification/onComponents.js";
import { featureTarget, type FeatureBackend } from "./FeatureTarget.js";
import { findCommand, findPlatform } from "./findExport.js";

const apps = new Map<string, Promise<AppSource>>();

type Sent = { operation: Operation; outcome: AnyOutcome; docsWritten: number };
type Started = { app: AppSource; running: FeatureBackend; platform: Platform };

/**
 * The world of one scenario: the app of the world parameter `convexDir`, on an empty backend with all its components.
 * Commands are sent to the app's public mutations; nothing of the app is replaced.
 */
export class PlatformWorld extends World<{ convexDir?: string }> {
  identity: Operation["identity"] = signedIn("tester");
  readonly sent: Sent[] = [];
  eventsBefore = 0;
  #started: Promise<Started> | undefined;

  /** The running app; started by the first step that needs it. */
  start(): Promise<Started> {
    this.#started ??= this.#startApp();
    return this.#started;
  }

  async #startApp(): Promise<Started> {
    const dir = this.parameters.convexDir;
    if (dir === undefined) {
      throw new Error(
        'Set the world parameter "convexDir" to the folder of your Convex functions.',
      );
    }
    const loaded = apps.get(dir) ?? loadApp(dir);
    apps.set(dir, loaded);
    const app = await loaded;
    const running = await featureTarget()(dir, app);
    return { app, running, platform: await findPlatform(app) };
  }

  /** The backend of this scenario, for steps of your own. */
  async backend(): Promise<Backend> {
    return (await this.start()).running.backend;
  }

  /** Ends what the scenario has started. */
  async end(): Promise<void> {
    await (await this.#started)?.running.end?.();
  }

  /** Sends a command to its public mutation, as the signed-in user. */
  async send(command: string, args: Record<string, Value>): Promise<void> {
    const { app } = await this.start();
    await this.run({ fn: await findCommand(app, command), args, identity: this.identity });
  }

  /** Runs an operation and remembers how it ended. */
  async run(operation: Operation): Promise<void> {
    const { running } = await this.start();
    this.eventsBefore = (await this.events()).length;
    const { value, docsWritten } = await running.call(operation);
    this.sent.push({ operation, outcome: trusted<AnyOutcome>(value), docsWritten });
  }

  /** What the last command came to. */
  last(): Sent {
    const sent = this.sent.at(-1);
    if (sent === undefined) throw new Error("No command has been sent in this scenario.");
    return sent;
  }

  /** All events of all stores, in their one order. */
  async events(): Promise<{ type: string; payload: unknown }[]> {
    const { platform } = await this.start();
    const { all } = wiringOf(platform).runtime.stores;
    const backend = await this.backend();
    const { events } = await backend.run((ctx) => readLogs(ctx, all, { limit: 1_000 }));
    return events.map(({ type, payload }) => ({ type, payload: trusted<unknown>(payload) }));
  }
}

/** The identity of a signed-in person, with roles as the claim `roles`. */
export function signedIn(name: string, roles: readonly string[] = []): Operation["identity"] {
  return {
    subject: name,
    issuer: "https://features.test",
    tokenIdentifier: `https://features.test|${name}`,
    roles: [...roles],
  };
}
