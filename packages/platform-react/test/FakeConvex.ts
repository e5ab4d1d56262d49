import { ConvexProvider, type ConvexReactClient } from "convex/react";
import { getFunctionName, type FunctionReference } from "convex/server";
import { convexToJson, type Value } from "convex/values";
import { createElement, type ReactNode } from "react";
import { vi } from "vitest";

type AnyFunction = FunctionReference<"query" | "mutation">;
type Sent = { name: string; args: { meta: { commandId: string } }; optimistic: unknown };

/** A Convex client without a deployment: queries are answered, and mutations end, as a test says. */
export class FakeConvex {
  readonly #answers = new Map<string, unknown>();
  readonly #watchers = new Map<string, Set<() => void>>();
  readonly sent: Sent[] = [];
  /** How a mutation ends; replace it. */
  readonly mutate = vi.fn<(sent: Sent) => Promise<unknown>>();

  /** Answers queries in one transition, as a deployment does. */
  answer(...answers: [query: AnyFunction, args: Value, answer: unknown][]): void {
    for (const [query, args, answer] of answers) this.#answers.set(nameOf(query, args), answer);
    for (const [query, args] of answers) {
      for (const notify of this.#watchers.get(nameOf(query, args)) ?? []) notify();
    }
  }

  /** How many subscriptions a query has, with whatever arguments. */
  subscriptionsTo(query: AnyFunction): number {
    const own = [...this.#watchers].filter(([name]) => name.startsWith(getFunctionName(query)));
    return own.reduce((sum, [, { size }]) => sum + size, 0);
  }

  readonly wrapper = ({ children }: { children: ReactNode }) =>
    createElement(ConvexProvider, { client: this.#client }, children);

  get #client(): ConvexReactClient {
    const client = {
      watchQuery: (query: AnyFunction, args: Value) => this.#watch(nameOf(query, args)),
      mutation: (reference: AnyFunction, args: Sent["args"], options: Record<string, unknown>) => {
        const sent = {
          name: getFunctionName(reference),
          args,
          optimistic: options["optimisticUpdate"],
        };
        this.sent.push(sent);
        return this.mutate(sent);
      },
    };
    return client as unknown as ConvexReactClient;
  }

  #watch(name: string) {
    return {
      journal: () => undefined,
      onUpdate: (notify: () => void) => {
        const watchers = this.#watchers.get(name) ?? new Set();
        this.#watchers.set(name, watchers.add(notify));
        return () => watchers.delete(notify);
      },
      localQueryResult: () => {
        const answer = this.#answers.get(name);
        if (answer instanceof Error) throw answer;
        return answer;
      },
    };
  }
}

const nameOf = (query: AnyFunction, args: Value) =>
  `${getFunctionName(query)} ${JSON.stringify(convexToJson(args))}`;
