import { trusted } from "../boundary.js";
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { DeployEndpoints } from "@convex-es/convex-push";
import { WebSocketServer } from "ws";
import type { DevelopmentIssuer } from "../auth/DevelopmentIssuer.js";
import { SyncHub } from "../sync/SyncHub.js";
import { SyncSession } from "../sync/SyncSession.js";
import type { Transfer } from "../transfer/Transfer.js";
import { answerCli, type CliService } from "./cliEndpoints.js";
import { answerDashboard, type DashboardView } from "./dashboard.js";
import { Exchange, HttpRefusal } from "./Exchange.js";
import { answerFunctionCall, callerOf, type FunctionService } from "./functionEndpoints.js";
import { answerHttpAction } from "./httpActions.js";
import { answerStorage, type StorageService } from "./storageEndpoints.js";
import { answerTransfer } from "./transferEndpoints.js";

/** What the server of a deployment answers from. */
export type ServerParts = FunctionService &
  StorageService & {
    readonly cli: CliService;
    readonly transfer: Transfer;
    readonly issuer: DevelopmentIssuer;
    readonly deployEndpoints: DeployEndpoints;
    readonly dashboard: DashboardView;
    /** Requests wait until this resolves. */
    readonly ready: Promise<unknown>;
  };

/** A server that is not listening yet, and how to end its WebSockets. */
export type DeploymentServer = {
  readonly server: http.Server;
  readonly close: () => void;
};

const syncPath = /^\/api\/(?:[^/]+\/)?sync$/;
const largestFrame = 32 * 1024 * 1024;

/** Makes the HTTP and WebSocket server that official clients and the official CLI talk to. */
export function createDeploymentServer(parts: ServerParts): DeploymentServer {
  const hub = new SyncHub(parts.deployment, parts.authenticator);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestFrame });
  const server = http.createServer((request, response) => void answer(parts, request, response));
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    const { pathname } = new URL(request.url ?? "/", "http://deployment");
    if (!syncPath.test(pathname)) return socket.destroy();
    void parts.ready.then(() =>
      sockets.handleUpgrade(request, socket, head, (client) => new SyncSession(client, hub)),
    );
  });
  return { server, close: () => hub.close() };
}

async function answer(
  parts: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const exchange = new Exchange(request, response);
    await parts.ready;
    if (!(await route(parts, exchange))) {
      const message = `No matching route for ${exchange.url.pathname}`;
      throw new HttpRefusal(404, "NotFound", message);
    }
  } catch (error) {
    refuse(response, error);
  }
}

async function route(parts: ServerParts, exchange: Exchange): Promise<boolean> {
  const { pathname } = exchange.url;
  if (exchange.request.method === "OPTIONS" && pathname.startsWith("/api/")) {
    exchange.sendPreflight();
    return true;
  }
  if (answerPublic(parts, exchange)) return true;
  if (await answerFunctionCall(exchange, parts)) return true;
  if (await answerStorage(exchange, parts)) return true;
  if (pathname.startsWith("/api/") || pathname === "/version") {
    if (!(await callerOf(exchange, parts.authenticator)).isAdmin) {
      throw new HttpRefusal(403, "Forbidden", "this needs the admin key of the deployment");
    }
    return (
      (await parts.deployEndpoints(exchange.request, exchange.response)) ||
      (await answerTransfer(exchange, parts.transfer)) ||
      (await answerCli(exchange, parts.cli))
    );
  }
  if (await answerHttpAction(exchange, parts)) return true;
  return answerDashboard(exchange, parts.dashboard);
}

function answerPublic({ issuer }: ServerParts, exchange: Exchange): boolean {
  const { origin, pathname } = exchange.url;
  const documents: Record<string, () => unknown> = {
    "/version": () => "embedded",
    "/instance_name": () => "embedded",
    "/.well-known/jwks.json": () => issuer.jwks,
    "/.well-known/openid-configuration": () => ({
      issuer: origin,
      jwks_uri: `${origin}/.well-known/jwks.json`,
    }),
  };
  const document = documents[pathname]?.();
  if (document === undefined) return false;
  if (typeof document === "string") exchange.sendText(200, "text/plain", document);
  else exchange.send(200, document);
  return true;
}

function refuse(response: ServerResponse, error: unknown): void {
  const isRefusal = error instanceof HttpRefusal;
  const { message } = trusted<Error>(error);
  const status = isRefusal ? error.status : 500;
  const code = isRefusal ? error.code : "InternalServerError";
  if (response.headersSent) return void response.destroy();
  response.writeHead(status, {
    "content-type": "application/json",
    "access-control-allow-origin": "*",
  });
  response.end(JSON.stringify({ code, message }));
}
