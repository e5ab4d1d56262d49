import { setTimeout as after } from "node:timers/promises";
import type { ConvexClient } from "convex/browser";
import { connect, sendOnce, sendUntilAnswered, type Receipt } from "./commandCalls.ts";

const socketCount = 6;
const httpWriters = 4;
const commandsEach = 40;

/** Clients that write as fast as they are answered, over WebSocket and over HTTP, and note every answer. */
export class CommandLoad {
  readonly receipts = new Map<string, Receipt>();
  readonly scheduled = new Set<string>();
  readonly commands: readonly string[];
  readonly #clients: ConvexClient[];
  readonly #writers: Promise<unknown>[];
  readonly #waiting: { at: number; resolve: () => void }[] = [];
  readonly #run: string;
  readonly #random: () => number;

  constructor(url: string, run: string, random: () => number) {
    this.#run = run;
    this.#random = random;
    this.#clients = Array.from({ length: socketCount }, () => connect(url));
    const names = (writer: string) =>
      Array.from({ length: commandsEach }, (_, i) => `${writer}/${i}`);
    const sockets = this.#clients.map((client, i) => ({ client, own: names(`socket ${i}`) }));
    const https = Array.from({ length: httpWriters }, (_, i) => names(`http ${i}`));
    this.commands = [...sockets.flatMap(({ own }) => own), ...https.flat()];
    this.#writers = [
      ...sockets.map(({ client, own }) => this.#overSocket(client, own)),
      ...https.map((own) => this.#overHttp(url, own)),
    ];
  }

  /** Waits until so many commands are acknowledged. */
  async reached(acknowledged: number): Promise<void> {
    if (this.receipts.size >= acknowledged) return;
    await new Promise<void>((resolve) => this.#waiting.push({ at: acknowledged, resolve }));
  }

  /** Waits until every command is acknowledged. */
  async finish(): Promise<void> {
    await Promise.all(this.#writers);
    await Promise.all(this.#clients.map((client) => client.close()));
  }

  async #overSocket(client: ConvexClient, own: string[]): Promise<void> {
    // Two at a time, so that one is on its way when the other is answered.
    const left = own.values();
    const work = async () => {
      for (const command of left) this.#note(command, await sendOnce(client, this.#run, command));
    };
    await Promise.all([work(), work()]);
  }

  async #overHttp(url: string, own: string[]): Promise<void> {
    for (const command of own) {
      const finishInMs = this.#random() < 0.5 ? Math.floor(this.#random() * 1_500) : undefined;
      if (finishInMs !== undefined) this.scheduled.add(command);
      const timing = finishInMs === undefined ? {} : { finishInMs };
      const receipt = await sendUntilAnswered(url, { run: this.#run, command, ...timing });
      this.#note(command, receipt);
      await after(this.#random() * 4);
    }
  }

  #note(command: string, receipt: Receipt): void {
    this.receipts.set(command, receipt);
    for (const { at, resolve } of this.#waiting) if (this.receipts.size >= at) resolve();
  }
}
