import { randomUUID } from "node:crypto";
import type { Value } from "convex/values";
import { inScope } from "./functionScope.js";
import type { HostContext } from "./functionScope.js";
import { forHost, startOf, type LogOfScheduled } from "./hostFunction.js";

/** The HTTP routes that a component's `http.ts` exports. */
export type HttpRouter = {
  lookup(path: string, method: string): [HttpFunction, string, string] | null;
};

type HttpFunction = {
  invokeHttpAction(request: Request): Promise<Response>;
};

/** The path of the action by which the engine runs HTTP actions. */
export const httpDispatch = "http:__dispatch";

type Exchange = {
  readonly request: Request;
  /** The path and the method by which the route is looked up. */
  readonly route: readonly [string, string];
  response?: Response;
};

// Requests and responses are not Convex values, so the engine gets an id for each.
const exchanges = new Map<string, Exchange>();

/** Runs an HTTP action: `run` makes the engine call the dispatcher with the given arguments. */
export async function exchange(
  request: Request,
  route: readonly [string, string],
  run: (args: Record<string, Value>) => Promise<unknown>,
): Promise<Response> {
  const id = randomUUID();
  const entry: Exchange = { request, route };
  exchanges.set(id, entry);
  try {
    await run({ id });
    if (!entry.response) throw new Error("The HTTP action returned no response");
    return entry.response;
  } finally {
    exchanges.delete(id);
  }
}

/** The module member that runs the HTTP actions of one router, as an internal action. */
export function httpDispatcher(
  router: HttpRouter,
  logOfScheduled: LogOfScheduled,
): Record<string, unknown> {
  const _handler = async (host: HostContext, { id }: { id: string }) => {
    const entry = exchanges.get(id);
    const [found] = (entry && router.lookup(...entry.route)) ?? [];
    if (!entry || !found) throw new Error("no HTTP action has this route");
    const kind = "action" as const;
    const scope = { kind, host, ...startOf({ name: entry.route.join(" "), kind }, logOfScheduled) };
    try {
      entry.response = await inScope(scope, () =>
        scope.time.within(found.invokeHttpAction(entry.request)),
      );
    } catch (error) {
      throw forHost(error);
    }
    return null;
  };
  const dispatch = Object.assign(() => undefined, {
    isAction: true,
    isInternal: true,
    exportArgs: () => '{"type":"any"}',
    exportReturns: () => "null",
    _handler,
  });
  return { __dispatch: dispatch };
}
