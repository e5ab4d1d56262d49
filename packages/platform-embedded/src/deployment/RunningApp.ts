import { setTimeout } from "node:timers";
import { createEngine, type Engine, type EngineHooks } from "@convex-es/platform-testing/engine";
import { definitionsOf, type PushedApp } from "@convex-es/convex-push";
import type { Contents } from "../storage/Contents.js";
import type { LogOfScheduled } from "../realm/hostFunction.js";
import type { TokenProvider } from "../auth/Authenticator.js";
import { authProviders } from "../auth/authProviders.js";
import { loadComponent, type LoadedComponent } from "../realm/loadComponent.js";
import { installedComponents, type Installed } from "../realm/installedComponents.js";

/** What an app is started with. */
export type RunSettings = {
  readonly env: Readonly<Record<string, string>>;
  /** Variables that every component sees. */
  readonly builtInEnv: Readonly<Record<string, string>>;
  readonly directory: string;
  readonly freshModules?: boolean | undefined;
  readonly hooks: EngineHooks;
  readonly logOfScheduled: LogOfScheduled;
};

/** A pushed app on its own engine, with all data in it. */
export type RunningApp = {
  readonly pushed: PushedApp;
  readonly engine: Engine;
  readonly components: ReadonlyMap<string, LoadedComponent>;
  readonly installed: readonly Installed[];
  /** Whose tokens the app believes. */
  readonly providers: readonly TokenProvider[];
  /** Ends it: starts no scheduled function, gives those and the actions that run some time, and lets nothing commit after that. */
  retire(actions: Iterable<Promise<unknown>>): Promise<void>;
};

const retireLimitMs = 5_000;

/** Starts an engine for an app and fills it. Throws when a document does not fit the app's schema. */
export async function runApp(
  pushed: PushedApp,
  contents: Contents,
  settings: RunSettings,
): Promise<RunningApp> {
  const { analysis, request } = pushed;
  const configs = new Map(definitionsOf(request).map((one) => [one.definitionPath, one]));
  const appEnv = { ...settings.env, ...settings.builtInEnv };
  const installed = installedComponents(analysis, appEnv, { ...settings.builtInEnv });
  const components = new Map<string, LoadedComponent>();
  for (const { path, definitionPath, env } of installed) {
    const config = configs.get(definitionPath);
    if (!config) throw new Error(`Component "${definitionPath}" is not in the push`);
    components.set(path, await loadComponent(config, { ...settings, path, env }));
  }
  const sources = [...components].map(([path, { source }]) => [path, source] as const);
  const providers = await authProviders(request.appDefinition.changedModules, appEnv);
  const life = { isOver: false };
  const engine = await createEngine(Object.fromEntries(sources), {
    mirror: true,
    hooks: hooksDuring(life, settings.hooks),
  });
  for (const { path } of installed) await engine.restore(path, contents.of(path));
  const retire = async (actions: Iterable<Promise<unknown>>) => {
    engine.stop();
    const scheduled = engine.t.finishInProgressScheduledFunctions();
    const all = Promise.allSettled([scheduled, ...actions]);
    await Promise.race([all, sleep(retireLimitMs)]);
    life.isOver = true;
  };
  return { pushed, engine, components, installed, providers, retire };
}

function hooksDuring(life: { isOver: boolean }, hooks: EngineHooks): EngineHooks {
  const onCommit: EngineHooks["onCommit"] = (committing) => {
    if (life.isOver) throw new Error("this function belongs to an app that was replaced");
    hooks.onCommit?.(committing);
  };
  return { ...hooks, onCommit };
}

const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, ms).unref());
