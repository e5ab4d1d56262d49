import { trusted } from "../boundary.ts";
import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { brotliDecompressSync } from "node:zlib";
import { defaultAnalysis, type AnalysisOptions } from "../analysis/analysisOptions.ts";
import { analyzePush } from "../analysis/analyzePush.ts";
import type { PushAnalysis } from "../protocol/pushAnalysis.ts";
import { PushRefused } from "../analysis/PushRefused.ts";
import { reasonOf } from "../bundle/importBundle.ts";
import type { PushRequest } from "../protocol/pushRequest.ts";

/** What a host may do with pushes; the callbacks run before the CLI gets its answer. */
export type PushListener = {
  /** Convex's own settings unless given. */
  readonly analysis?: Partial<AnalysisOptions> | undefined;
  onPush?(request: PushRequest, analysis: PushAnalysis): void | Promise<void>;
  /** The CLI asks for the last push to take effect; what is thrown refuses it. */
  onFinish?(): void | Promise<void>;
  onRefusal?(problems: readonly string[]): void;
};

/** Answers a request to one of the endpoints that `convex codegen | dev | deploy` use; false for every other path. */
export type DeployEndpoints = (
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<boolean>;

/**
 * Makes a handler for the deploy endpoints, to be mounted on any HTTP server.
 * Keeps nothing between pushes: every push is analysed whole.
 */
export function deployEndpoints(listener: PushListener = {}): DeployEndpoints {
  const push = async (body: unknown) => {
    const request = trusted<PushRequest>(body);
    const analysis = await analyzePush(request, { ...defaultAnalysis, ...listener.analysis });
    await listener.onPush?.(request, analysis);
    return analysis;
  };
  const routes: Record<string, (body: unknown, host: string) => unknown> = {
    "/api/get_config_hashes": () => emptyDeployment,
    "/api/deploy2/evaluate_push": push,
    "/api/deploy2/start_push": push,
    "/api/deploy2/evaluate_schema": () => noSchemaChange,
    "/api/deploy2/wait_for_schema": () => ({ type: "complete" }),
    "/api/deploy2/finish_push": async () => {
      await listener.onFinish?.();
      return noDifference;
    },
    "/api/deploy2/report_push_completed": () => ({}),
    "/api/v1/get_canonical_urls": (_body, host) => ({
      convexCloudUrl: `http://${host}`,
      convexSiteUrl: `http://${host}`,
    }),
  };
  return async (request, response) => {
    const route = routes[pathOf(request)];
    if (route === undefined) return false;
    try {
      const answer = await route(await readJson(request), request.headers.host ?? "");
      sendJson(response, 200, answer);
    } catch (error) {
      const problems = error instanceof PushRefused ? error.problems : [reasonOf(error)];
      listener.onRefusal?.(problems);
      sendJson(response, 400, { code: "InvalidModules", message: problems.join("\n") });
    }
    return true;
  };
}

/** Sends a JSON answer. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

/** The path of a request, without its query. */
function pathOf(request: IncomingMessage): string {
  return (request.url ?? "").split("?", 1)[0] ?? "";
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const raw = await buffer(request);
  const text = request.headers["content-encoding"] === "br" ? brotliDecompressSync(raw) : raw;
  return text.length === 0 ? null : JSON.parse(text.toString("utf8"));
}

const emptyDeployment = {
  config: { functions: "convex/", authInfo: [] },
  moduleHashes: [],
  nodeDependencies: [],
  udfServerVersion: null,
};
const noSchemaChange = { componentSchemaEvaluations: {}, newComponentDefinitions: [] };
const noDifference = {
  authDiff: { added: [], removed: [] },
  definitionDiffs: {},
  componentDiffs: {},
};
