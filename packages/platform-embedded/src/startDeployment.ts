import { once } from "node:events";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { deployEndpoints } from "convex-offline/standIn/deployEndpoints";
import { Authenticator } from "./auth/Authenticator.js";
import { DEVELOPMENT_ISSUER, DevelopmentIssuer } from "./auth/DevelopmentIssuer.js";
import type { Claims } from "./auth/jwt.js";
import { DataFiles } from "./DataFiles.js";
import { Deployment } from "./deployment/Deployment.js";
import type { PushedApp } from "./deployment/RunningApp.js";
import type { EnvChange } from "./http/cliEndpoints.js";
import { createDeploymentServer } from "./http/createDeploymentServer.js";
import { Contents } from "./log/Contents.js";
import { lockDirectory } from "./log/lockDirectory.js";
import { Log, type FsyncPolicy } from "./log/Log.js";
import { FunctionLog } from "./system/FunctionLog.js";
import { answerSystemQuery, isSystemQuery } from "./system/systemQueries.js";

/** How a deployment is started. */
export interface DeploymentOptions {
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
  /** Told what a developer should know, such as damage of the data file. */
  readonly warn?: ((message: string) => void) | undefined;
}

/** A deployment that runs and listens. */
export interface RunningDeployment extends AsyncDisposable {
  /** For `CONVEX_SELF_HOSTED_URL` and for clients. */
  readonly url: string;
  /** For `CONVEX_SELF_HOSTED_ADMIN_KEY`. */
  readonly adminKey: string;
  /** The deployment itself, to call in process. */
  readonly deployment: Deployment;
  /** Makes a token for somebody, for `client.setAuth`. */
  token(subject: string, claims?: Claims): string;
  /** Ends it; everything acknowledged is on disk. */
  close(): Promise<void>;
}

const LOCAL = ["127.0.0.1", "localhost", "::1"];

/**
 * Starts a Convex deployment in this process, with the data and the app it had when it was last stopped. Push an app with
 * the official CLI. Throws when the port or the data directory is taken.
 */
export async function startDeployment(options: DeploymentOptions = {}): Promise<RunningDeployment> {
  const { host = "127.0.0.1", port = 0, secret, inMemory = false } = options;
  if (!LOCAL.includes(host) && !secret) {
    throw new Error(`Listening on ${host} lets others in: a secret is needed (--secret)`);
  }
  const directory = path.resolve(options.directory ?? ".");
  const dataDirectory = path.resolve(directory, options.dataDirectory ?? ".platform-embedded");
  const unlock = inMemory ? () => {} : lockDirectory(dataDirectory);
  try {
    const storage = await openStorage(inMemory ? null : dataDirectory, options);
    return await serve(storage, { host, port, secret, directory, unlock, warn: options.warn });
  } catch (error) {
    unlock();
    throw error;
  }
}

interface Storage {
  readonly files: DataFiles;
  readonly issuer: DevelopmentIssuer;
  readonly contents: Contents;
  readonly log: Log | null;
}

async function openStorage(directory: string | null, options: DeploymentOptions): Promise<Storage> {
  const files = new DataFiles(directory);
  if (directory === null) {
    const issuer = DevelopmentIssuer.inMemory();
    return { files, issuer, contents: new Contents(), log: null };
  }
  const { fsync, warn } = options;
  const issuer = DevelopmentIssuer.in(directory);
  return { files, issuer, ...(await Log.open({ directory, fsync, warn })) };
}

interface Place {
  readonly host: string;
  readonly port: number;
  readonly secret: string | undefined;
  readonly directory: string;
  readonly unlock: () => void;
  readonly warn: DeploymentOptions["warn"];
}

async function serve(storage: Storage, place: Place): Promise<RunningDeployment> {
  const { files, issuer, contents, log } = storage;
  const { warn } = place;
  const env = files.env;
  const builtInEnv: Record<string, string> = {};
  const adminKey = place.secret ? `embedded|${place.secret}` : files.adminKey();
  const view = { contents, env, url: "", running: () => deployment.running };
  const deployment = new Deployment({
    contents,
    append: (change) => log?.append(change),
    env,
    builtInEnv,
    answerSystemQuery: (call) =>
      isSystemQuery(call.path) ? answerSystemQuery(view, call) : undefined,
    directory: place.directory,
  });
  if (log) deployment.on("commit", () => void setImmediate(() => log.compactIfLarge()));
  const development = { issuer: DEVELOPMENT_ISSUER, keys: issuer.jwks.keys };
  const providers = () => [development, ...(deployment.running?.providers ?? [])];
  deployment.on("stuck", (name, seconds) => {
    warn?.(`${name} has been running for ${seconds} s; nothing else can run until it ends`);
  });
  const functionLog = new FunctionLog(deployment);
  const ready = Promise.withResolvers<null>();
  const { server, close } = createDeploymentServer({
    ready: ready.promise,
    deployment,
    authenticator: new Authenticator(adminKey, providers),
    issuer,
    dashboard: view,
    deployEndpoints: pushEndpoints(deployment, files, { ...env, ...builtInEnv }),
    cli: { log: functionLog, setEnv: (changes) => setEnv(deployment, { env, files }, changes) },
  });
  server.listen(place.port, place.host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const url = `http://${place.host.includes(":") ? `[${place.host}]` : place.host}:${port}`;
  Object.assign(builtInEnv, { CONVEX_CLOUD_URL: url, CONVEX_SITE_URL: url });
  Object.assign(view, { url });
  if (files.app) await deployment.activate(files.app);
  ready.resolve(null);
  const end = onlyOnce(async () => {
    close();
    functionLog.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await deployment.close();
    log?.close();
    place.unlock();
  });
  return {
    url,
    adminKey,
    deployment,
    token: (subject, claims) => issuer.token(subject, claims),
    close: end,
    [Symbol.asyncDispose]: end,
  };
}

/** Makes a function whose later calls give what the first one gave. */
function onlyOnce(body: () => Promise<void>): () => Promise<void> {
  const state: { done?: Promise<void> } = {};
  return () => (state.done ??= body());
}

function pushEndpoints(deployment: Deployment, files: DataFiles, env: Record<string, string>) {
  const state: { pushed: PushedApp | null } = { pushed: null };
  return deployEndpoints({
    analysis: { env },
    onPush: (request, analysis) => void (state.pushed = { request, analysis }),
    onFinish: async () => {
      if (!state.pushed) throw new Error("No push was started");
      await deployment.activate(state.pushed);
      files.saveApp(state.pushed);
    },
  });
}

function setEnv(
  deployment: Deployment,
  { env, files }: { env: Record<string, string>; files: DataFiles },
  changes: readonly EnvChange[],
): void {
  for (const { name, value } of changes) {
    if (value === null) Reflect.deleteProperty(env, name);
    else env[name] = value;
  }
  files.saveEnv(env);
  // Components see what they are bound to when their app starts.
  if (deployment.running) void deployment.activate(deployment.running.pushed);
}
