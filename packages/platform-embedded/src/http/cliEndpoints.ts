import { trusted } from "../boundary.js";
import type { FunctionLog } from "../system/FunctionLog.js";
import type { Exchange } from "./Exchange.js";
import { HttpRefusal } from "./Exchange.js";

/** What the endpoints of the official CLI need, apart from those that push. */
export type CliService = {
  readonly log: FunctionLog;
  setEnv(changes: readonly EnvChange[]): void;
};

/** Sets a variable of the deployment, or removes it (`null`). */
export type EnvChange = {
  readonly name: string;
  readonly value: string | null;
};

const unsupportedPaths = ["/api/run_test_function", "/api/v1/"];

/** Answers the requests of `convex env` and `convex logs`, and refuses unsupported endpoints; false for all other paths. */
export async function answerCli(exchange: Exchange, service: CliService): Promise<boolean> {
  const { pathname, searchParams } = exchange.url;
  if (pathname === "/api/update_environment_variables") {
    const { changes } = trusted<{ changes: EnvChange[] }>(await exchange.json());
    service.setEnv(changes);
    exchange.send(200, {});
    return true;
  }
  if (pathname === "/api/stream_function_logs") {
    exchange.send(200, await service.log.after(Number(searchParams.get("cursor") ?? 0)));
    return true;
  }
  if (unsupportedPaths.some((prefix) => pathname.startsWith(prefix))) {
    const message = `${pathname} is not supported by the embedded deployment`;
    throw new HttpRefusal(400, "NotSupported", message);
  }
  return false;
}
