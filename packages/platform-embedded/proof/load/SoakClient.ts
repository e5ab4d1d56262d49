import { isDeepStrictEqual } from "node:util";
import { ConvexHttpClient, type ConvexClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import type { Value } from "convex/values";
import { connect } from "./commandCalls.ts";

type Args = Record<string, Value>;
type Live = { readonly path: string; readonly args: Args; value: unknown };

/** What the clients of a soak have been acknowledged, together. */
export type SoakCounts = {
  commands: number;
  scheduled: number;
  jobs: number;
  readonly tallies: Map<string, number>;
  readonly latencies: number[];
  readonly errors: string[];
};

const tallyCount = 4;

/** One of many clients that write and watch what they and others write. */
export class SoakClient {
  readonly #client: ConvexClient;
  readonly #live: Live[];
  readonly #number: number;
  readonly #counts: SoakCounts;
  #sent = 0;

  constructor(url: string, number: number, counts: SoakCounts) {
    this.#client = connect(url);
    this.#number = number;
    this.#counts = counts;
    this.#live = [
      { path: "commands:outcome", args: { run: runOf(number) }, value: null },
      { path: "commands:outcome", args: { run: runOf(number + 1) }, value: null },
      { path: "commands:tallies", args: {}, value: null },
      { path: "messages:list", args: { channel: runOf(number) }, value: null },
    ];
    for (const one of this.#live) {
      const query = makeFunctionReference<"query">(one.path);
      this.#client.onUpdate(query, one.args, (value: unknown) => (one.value = value));
    }
  }

  /** Writes once more, each time something else, and notes that it was acknowledged. */
  async write(): Promise<void> {
    const turn = this.#sent++;
    const start = performance.now();
    try {
      await this.#writeOne(turn);
    } catch (error) {
      this.#counts.errors.push((error as Error).message);
    }
    this.#counts.latencies.push(performance.now() - start);
  }

  /** How many of its live queries differ from a fresh read. */
  async differences(url: string): Promise<number> {
    const http = new ConvexHttpClient(url, { logger: false });
    const fresh = await Promise.all(
      this.#live.map(({ path, args }) => http.query(makeFunctionReference<"query">(path), args)),
    );
    return this.#live.filter(({ value }, i) => !isDeepStrictEqual(value, fresh[i])).length;
  }

  /** Ends its connection. */
  close(): Promise<void> {
    return this.#client.close();
  }

  async #writeOne(turn: number): Promise<void> {
    const counts = this.#counts;
    const number = this.#number;
    const run = runOf(number);
    if (turn % 4 === 0) {
      const name = `tally ${(turn / 4 + number) % tallyCount}`;
      await this.#mutate("commands:tally", { name });
      counts.tallies.set(name, (counts.tallies.get(name) ?? 0) + 1);
    } else if (turn % 20 === 1) {
      await this.#mutate("pooled:send", { channel: run, text: `job ${turn}` });
      counts.jobs += 1;
    } else if (turn % 4 === 2) {
      await this.#mutate("commands:execute", { run, command: `${turn}`, finishInMs: turn % 700 });
      counts.commands += 1;
      counts.scheduled += 1;
    } else {
      await this.#mutate("commands:executeAgain", { run, command: `${turn}` });
      counts.commands += 1;
    }
  }

  #mutate(path: string, args: Args): Promise<unknown> {
    return this.#client.mutation(makeFunctionReference<"mutation">(path), args);
  }
}

/** The name under which a client of that number writes. */
export const runOf = (number: number): string => `soak client ${number}`;
