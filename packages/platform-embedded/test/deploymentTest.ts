import { ConvexClient, ConvexHttpClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import type { Value } from "convex/values";
import { test } from "vitest";
import { hostDeployment, type HostedDeployment } from "../src/host/hostDeployment.js";
import { runFixture } from "./runFixture.js";

type Args = Record<string, Value>;

/** An official HTTP client that calls functions by their paths. */
export type HttpCalls = {
  query<T = unknown>(path: string, args?: Args): Promise<T>;
  mutation<T = unknown>(path: string, args?: Args): Promise<T>;
  action<T = unknown>(path: string, args?: Args): Promise<T>;
  readonly client: ConvexHttpClient;
};

/** Makes such a client; `token` says who it is. */
export function httpCalls(url: string, token?: string): HttpCalls {
  const client = new ConvexHttpClient(url, { logger: false, ...(token && { auth: token }) });
  const query = <T>(path: string, args: Args = {}) =>
    client.query(makeFunctionReference<"query", Args, T>(path), args);
  const mutation = <T>(path: string, args: Args = {}) =>
    client.mutation(makeFunctionReference<"mutation", Args, T>(path), args);
  const action = <T>(path: string, args: Args = {}) =>
    client.action(makeFunctionReference<"action", Args, T>(path), args);
  return { client, query, mutation, action };
}

/** Calls a function as the admin does; answers what the deployment says. */
export async function adminCall(
  { url, adminKey }: Pick<HostedDeployment, "url" | "adminKey">,
  path: string,
  { component, ...args }: Args & { component?: string },
): Promise<{ status: string; value?: unknown; message?: string }> {
  const answer = await fetch(`${url}/api/function`, {
    method: "POST",
    headers: { authorization: `Convex ${adminKey}` },
    body: JSON.stringify({ path, args, componentPath: component }),
  });
  return (await answer.json()) as { status: string };
}

/** What a live query has delivered so far. */
export class Updates<T = unknown> {
  readonly values: T[] = [];
  readonly errors: Error[] = [];
  #waiting: (() => void)[] = [];

  constructor(client: ConvexClient, path: string, args: Args = {}) {
    client.onUpdate(
      makeFunctionReference<"query">(path),
      args,
      (value) => this.#add(() => this.values.push(value as T)),
      (error) => this.#add(() => this.errors.push(error)),
    );
  }

  /** The last value. */
  get last(): T | undefined {
    return this.values.at(-1);
  }

  /** Waits until what was delivered is as wanted. */
  async until(isReached: (updates: this) => boolean): Promise<void> {
    while (!isReached(this)) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #add(note: () => void): void {
    note();
    for (const wake of this.#waiting.splice(0)) wake();
  }
}

/** A test with a deployment that runs the fixture, one per file, and official clients of it. */
export const deploymentTest = test.extend<{
  deployment: HostedDeployment;
  http: HttpCalls;
  connect: () => ConvexClient;
  channel: string;
}>({
  deployment: [
    // eslint-disable-next-line no-empty-pattern -- vitest reads from it that no other fixture is used
    async ({}, use) => {
      await using deployment = await hostDeployment({ inMemory: true });
      await runFixture(deployment);
      await use(deployment);
    },
    { scope: "file" },
  ],
  http: async ({ deployment }, use) => use(httpCalls(deployment.url)),
  connect: async ({ deployment }, use) => {
    const clients: ConvexClient[] = [];
    await use(() => {
      const client = new ConvexClient(deployment.url, {
        logger: false,
        skipConvexDeploymentUrlCheck: true,
      });
      clients.push(client);
      return client;
    });
    await Promise.all(clients.map((client) => client.close()));
  },
  channel: async ({ task }, use) => use(`channel of ${task.id}`),
});
