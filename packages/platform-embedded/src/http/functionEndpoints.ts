import { trusted } from "../boundary.js";
import { convexToJson, jsonToConvex, type JSONValue, type Value } from "convex/values";
import type { Authenticator } from "../auth/Authenticator.js";
import type { Deployment } from "../deployment/Deployment.js";
import type { Caller } from "../auth/Caller.js";
import type { FunctionCall, Outcome } from "../deployment/FunctionCall.js";
import { argumentOf } from "../sync/clientMessage.js";
import { encodeTs } from "../sync/serverMessage.js";
import { HttpRefusal, type Exchange } from "./Exchange.js";

/** What the endpoints that call functions need. */
export type FunctionService = {
  readonly deployment: Deployment;
  readonly authenticator: Authenticator;
};

const kindByEndpoint: Record<string, FunctionCall["kind"]> = {
  query: "query",
  query_at_ts: "query",
  mutation: "mutation",
  action: "action",
  function: "any",
};

/** Answers `/api/query`, `mutation`, `action`, `function`, `query_at_ts`, `query_ts` and `/api/run/…`; false for others. */
export async function answerFunctionCall(
  exchange: Exchange,
  service: FunctionService,
): Promise<boolean> {
  const { pathname } = exchange.url;
  if (pathname === "/api/query_ts") {
    exchange.send(200, { ts: encodeTs(service.deployment.contents.ts) });
    return true;
  }
  const run = /^\/api\/run\/(.+)\/([^/]+)$/.exec(pathname);
  const kind = run ? "any" : kindByEndpoint[/^\/api\/(\w+)$/.exec(pathname)?.[1] ?? ""];
  if (!kind) return false;
  const caller = await callerOf(exchange, service.authenticator);
  const asked = await askedFor(exchange);
  const path = run ? `${decodeURIComponent(run[1] ?? "")}:${run[2]}` : asked.path;
  if (typeof path !== "string") throw new HttpRefusal(400, "BadRequest", "path must be a string");
  const args = argumentsOf(asked.args);
  const call = { kind, path, args, caller, component: asked.componentPath };
  const outcome = await service.deployment.call(call);
  // The official HTTP client asks for the encoding that keeps every type of Convex apart.
  const isPlain = asked.format !== "convex_encoded_json";
  exchange.send(200, answerOf(outcome, isPlain));
  return true;
}

/** Who has sent a request. Throws 401 when the credentials are not valid. */
export async function callerOf(exchange: Exchange, authenticator: Authenticator): Promise<Caller> {
  try {
    return await authenticator.identifyHeader(exchange.header("authorization"));
  } catch (error) {
    throw new HttpRefusal(401, "Unauthenticated", trusted<Error>(error).message);
  }
}

type Asked = {
  readonly path?: unknown;
  readonly args?: unknown;
  readonly format?: string;
  readonly componentPath?: string;
};

async function askedFor(exchange: Exchange): Promise<Asked> {
  if (exchange.request.method !== "GET") return exchange.json();
  const { searchParams } = exchange.url;
  return {
    path: searchParams.get("path"),
    args: JSON.parse(searchParams.get("args") ?? "{}"),
    format: searchParams.get("format") ?? "json",
  };
}

function argumentsOf(args: unknown): Record<string, Value> {
  try {
    return trusted<Record<string, Value>>(jsonToConvex(argumentOf(args ?? {})));
  } catch (error) {
    throw new HttpRefusal(400, "BadConvexArgs", trusted<Error>(error).message);
  }
}

function answerOf(outcome: Outcome, isPlain: boolean): object {
  const { logLines } = outcome;
  if (outcome.ok) {
    const value = isPlain ? plainJson(jsonToConvex(outcome.value)) : outcome.value;
    return { status: "success", value, logLines };
  }
  const { message, data } = outcome.error;
  const errorData = data !== undefined && { errorData: data };
  return { status: "error", errorMessage: message, ...errorData, logLines };
}

/** JSON without Convex's encodings: numbers of 64 bits as strings, bytes in base64. */
function plainJson(value: Value): JSONValue {
  if (typeof value === "bigint") return String(value);
  if (value instanceof ArrayBuffer) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(plainJson);
  if (typeof value !== "object" || value === null) return convexToJson(value);
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    plainJson(trusted<Value>(item)),
  ]);
  return trusted<JSONValue>(Object.fromEntries(entries));
}
