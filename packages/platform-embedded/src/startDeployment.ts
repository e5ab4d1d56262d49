import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { Authenticator } from "./auth/Authenticator.js";
import { DEVELOPMENT_ISSUER } from "./auth/DevelopmentIssuer.js";
import type { Claims } from "./auth/jwt.js";
import { Deployment } from "./deployment/Deployment.js";
import { createDeploymentServer } from "./http/createDeploymentServer.js";
import { FileLinks } from "./files/FileLinks.js";
import { lockDirectory } from "./log/lockDirectory.js";
import type { FsyncPolicy } from "./log/Log.js";
import { openStorage, type Storage } from "./openStorage.js";
import { pushEndpoints, setEnv } from "./pushEndpoints.js";
import { FunctionLog } from "./system/FunctionLog.js";
import { Exports } from "./transfer/Exports.js";
import { Imports } from "./transfer/Imports.js";
import { answerSystemQuery, isSystemQuery, type SystemView } from "./system/systemQueries.js";

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
  /** Evaluate modules anew for each query and mutation, as Convex does: some milliseconds each. Default: false. */
  readonly freshModules?: boolean | undefined;
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
    return await serve(storage, { ...options, host, port, directory, unlock });
  } catch (error) {
    unlock();
    throw error;
  }
}

interface Place extends Pick<DeploymentOptions, "secret" | "freshModules" | "warn"> {
  readonly host: string;
  readonly port: number;
  readonly directory: string;
  readonly unlock: () => void;
}

async function serve(storage: Storage, place: Place): Promise<RunningDeployment> {
  const { data, files, issuer, contents, log } = storage;
  const { secret, warn } = place;
  const env = data.env;
  const builtInEnv: Record<string, string> = {};
  const adminKey = secret ? `embedded|${secret}` : data.adminKey();
  const url = () => builtInEnv["CONVEX_CLOUD_URL"] ?? "";
  const links = new FileLinks(adminKey, url);
  const running = () => deployment.running;
  const view: SystemView = { contents, env, url, running, transfer: () => transfer };
  const deployment = new Deployment({
    contents,
    append: (change) => log?.append(change),
    files,
    links,
    env,
    builtInEnv,
    answerSystemQuery: (call) =>
      isSystemQuery(call.path) ? answerSystemQuery(view, call) : undefined,
    directory: place.directory,
    freshModules: place.freshModules,
  });
  const transfer = {
    imports: new Imports(deployment, files),
    exports: new Exports(contents, files),
  };
  if (log) deployment.on("commit", () => void setImmediate(() => log.compactIfLarge()));
  deployment.on("stuck", (name, seconds) => warn?.(stuck(name, seconds)));
  const development = { issuer: DEVELOPMENT_ISSUER, keys: issuer.jwks.keys };
  const providers = () => [development, ...(deployment.running?.providers ?? [])];
  const functionLog = new FunctionLog(deployment);
  const ready = Promise.withResolvers<null>();
  const { server, close } = createDeploymentServer({
    ready: ready.promise,
    deployment,
    authenticator: new Authenticator(adminKey, providers),
    issuer,
    files,
    links,
    transfer,
    dashboard: view,
    deployEndpoints: pushEndpoints({ deployment, data }, () => ({ ...env, ...builtInEnv })),
    cli: { log: functionLog, setEnv: (changes) => setEnv({ deployment, env, data }, changes) },
  });
  const address = await listen(server, place).catch((error: unknown) => {
    log?.close();
    throw error;
  });
  Object.assign(builtInEnv, { CONVEX_CLOUD_URL: address, CONVEX_SITE_URL: address });
  // Without it the deployment can still be pushed to; with an exception its data would be out of reach.
  if (data.app) await deployment.activate(data.app).catch((error) => warn?.(notStarted(error)));
  ready.resolve(null);
  const end = onlyOnce(async () => {
    close();
    functionLog.close();
    await closed(server);
    await deployment.close();
    log?.close();
    place.unlock();
  });
  const token: RunningDeployment["token"] = (...who) => issuer.token(...who);
  return { url: address, adminKey, deployment, token, close: end, [Symbol.asyncDispose]: end };
}

const stuck = (name: string, seconds: number): string =>
  `${name} has been running for ${seconds} s; nothing else can run until it ends`;

const notStarted = (error: unknown): string =>
  `The app that was pushed last does not start, push it again: ${(error as Error).message}`;

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

async function listen(server: Server, { host, port: wanted }: Place): Promise<string> {
  server.listen(wanted, host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Makes a function whose later calls give what the first one gave. */
function onlyOnce(body: () => Promise<void>): () => Promise<void> {
  const state: { done?: Promise<void> } = {};
  return () => (state.done ??= body());
}
