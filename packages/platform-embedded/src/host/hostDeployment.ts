import { trusted } from "../boundary.js";
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { createLocalJWKSet } from "jose";
import { Authenticator } from "../auth/Authenticator.js";
import { developmentIssuer } from "../auth/DevelopmentIssuer.js";
import { isLoopback } from "../auth/loopback.js";
import { Deployment } from "../deployment/Deployment.js";
import type { DeploymentParts } from "../deployment/DeploymentParts.js";
import type { FunctionCall } from "../deployment/FunctionCall.js";
import type { PushedApp } from "@convex-es/convex-push";
import { createDeploymentServer } from "../http/createDeploymentServer.js";
import { FileLinks } from "../files/FileLinks.js";
import type { Change } from "../storage/Change.js";
import { keepOutOfGit } from "../storage/keepOutOfGit.js";
import { lockDirectory } from "../storage/lockDirectory.js";
import { openStorage, type Storage } from "./openStorage.js";
import type { DeploymentOptions, RunningDeployment } from "./startDeployment.js";
import { pushEndpoints, setEnv } from "./pushEndpoints.js";
import { FunctionLog } from "../system/FunctionLog.js";
import { Exports } from "../transfer/Exports.js";
import { Imports } from "../transfer/Imports.js";
import { answerSystemQuery, isSystemQuery, type SystemView } from "../system/systemQueries.js";

/** A deployment that runs and listens, with everything it is made of. */
export type HostedDeployment = RunningDeployment & {
  readonly deployment: Deployment;
};

/** What `startDeployment` does, for those who need its parts. */
export async function hostDeployment(options: DeploymentOptions = {}): Promise<HostedDeployment> {
  const { host = "127.0.0.1", port = 0, secret, inMemory = false } = options;
  if (!isLoopback(host) && !secret) {
    throw new Error(`listening on ${host} lets other machines in; set a secret (--secret)`);
  }
  const directory = path.resolve(options.directory ?? ".");
  const dataDirectory = path.resolve(directory, options.dataDirectory ?? ".platform-embedded");
  const unlock = inMemory ? () => {} : lockDirectory(dataDirectory);
  let storage: Storage | null = null;
  try {
    if (!inMemory) keepOutOfGit(dataDirectory);
    storage = await openStorage(inMemory ? null : dataDirectory, options);
    return await serve(storage, { ...options, host, port, directory, unlock });
  } catch (error) {
    storage?.log?.close();
    unlock();
    throw error;
  }
}

type Place = Pick<DeploymentOptions, "secret" | "freshModules" | "warn"> & {
  readonly host: string;
  readonly port: number;
  readonly directory: string;
  readonly unlock: () => void;
};

async function serve(storage: Storage, place: Place): Promise<HostedDeployment> {
  const { data, files, issuer, contents, log } = storage;
  const { secret, warn } = place;
  const env = data.env;
  const builtInEnv: Record<string, string> = {};
  const adminKey = secret ? `embedded|${secret}` : data.adminKey();
  const url = () => builtInEnv["CONVEX_CLOUD_URL"] ?? "";
  const links = new FileLinks(adminKey, url);
  const running = () => deployment.running;
  const view: SystemView = { contents, env, url, running, transfer: () => transfer };
  const answer = (call: FunctionCall) =>
    isSystemQuery(call.path) ? answerSystemQuery(view, call) : undefined;
  const own = { links, env, builtInEnv, answerSystemQuery: answer };
  const deployment = deploymentOf(storage, place, own);
  const transfer = {
    imports: new Imports(deployment, files),
    exports: new Exports(contents, files),
  };
  const development = {
    issuer: developmentIssuer,
    keys: createLocalJWKSet(issuer.jwks),
  };
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
    deployEndpoints: pushEndpoints(deployment, () => ({ ...env, ...builtInEnv })),
    cli: { log: functionLog, setEnv: (changes) => setEnv({ deployment, env, data }, changes) },
  });
  const address = await listen(server, place);
  Object.assign(builtInEnv, { CONVEX_CLOUD_URL: address, CONVEX_SITE_URL: address });
  await startLast(data.app, deployment, warn);
  ready.resolve(null);
  const end = onlyOnce(async () => {
    close();
    functionLog.close();
    await closed(server);
    await deployment.close();
    log?.close();
    place.unlock();
  });
  const token: HostedDeployment["token"] = (...who) => issuer.token(...who);
  return { url: address, adminKey, deployment, token, close: end, [Symbol.asyncDispose]: end };
}

type OwnParts = Pick<DeploymentParts, "links" | "env" | "builtInEnv" | "answerSystemQuery">;

function deploymentOf(storage: Storage, place: Place, own: OwnParts): Deployment {
  const { contents, log, files, data } = storage;
  const { directory, freshModules, warn } = place;
  const append = (change: Change) => log?.append(change);
  const saveApp = (app: PushedApp) => data.saveApp(app);
  const parts = { contents, append, saveApp, files, directory, freshModules };
  const deployment = new Deployment({ ...parts, ...own });
  if (log) deployment.on("commit", () => void setImmediate(() => log.compactIfLarge()));
  deployment.on("stuck", (name, seconds) => warn?.(stuck(name, seconds)));
  return deployment;
}

const stuck = (name: string, seconds: number): string =>
  `${name} has been running for ${seconds} s; nothing else can run until it ends`;

// Without its app a deployment can still be pushed to; with an exception its data would be out of reach.
async function startLast(
  app: PushedApp | null,
  deployment: Deployment,
  warn: DeploymentOptions["warn"],
): Promise<void> {
  try {
    if (app) await deployment.activate(app);
  } catch (error) {
    const { message } = trusted<Error>(error);
    warn?.(`the app that was pushed last does not start; push it again: ${message}`);
  }
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

async function listen(server: Server, { host, port: wanted }: Place): Promise<string> {
  server.listen(wanted, host);
  await once(server, "listening");
  const { port } = trusted<AddressInfo>(server.address());
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Makes a function whose later calls give what the first one gave. */
function onlyOnce(body: () => Promise<void>): () => Promise<void> {
  const state: { done?: Promise<void> } = {};
  return () => (state.done ??= body());
}
