import type { GenericDatabaseReader, GenericDataModel } from "convex/server";
import { vi } from "vitest";
import type { Engine } from "../../../src/engine/createEngine.js";
import type { Operation } from "../../../src/engine/frame/operation.js";
import { seededRandom } from "../../../src/engine/documents/seededRandom.js";
import { Faults } from "./Faults.js";
import { startFaulty, type FaultyApp } from "./faultyApp.js";

const worker = "platformCore/batchWorker";

/** A loop that has a next run. */
type Loop = { name: string; generation: bigint; runsAt: number };

type Document = Record<string, unknown>;
type Kind = { kind: string };
type Inside = <T>(
  component: string,
  body: (ctx: { db: GenericDatabaseReader<GenericDataModel> }) => Promise<T>,
) => Promise<T>;

/**
 * One seeded run of the faulty app. The simulation is the scheduler: it decides which loop runs next, runs one twice, lets
 * one die with all it did, starts dead ones again, moves the clock, deploys another release, and lets handlers throw.
 */
export class Simulation {
  readonly faults: Faults;
  /** What happened, for whoever has to understand a seed. */
  readonly journal: string[] = [];
  readonly #random: () => number;
  readonly #app: FaultyApp;
  #jars = 0;

  private constructor(app: FaultyApp, faults: Faults, random: () => number) {
    this.#app = app;
    this.faults = faults;
    this.#random = random;
  }

  /** Starts a run; the same seed gives the same one. */
  static async start(seed: number): Promise<Simulation> {
    const random = seededRandom(seed);
    const faults = new Faults(random, 0.05);
    return new Simulation(await startFaulty(faults), faults, random);
  }

  get engine(): Engine {
    return this.#app.engine;
  }

  /** Does one thing at random. */
  async step(): Promise<void> {
    const dice = this.#random();
    if (dice < 0.3) return await this.#command();
    if (dice < 0.75) return await this.#runLoop();
    if (dice < 0.81) return await this.#runLoopTwice();
    if (dice < 0.87) return await this.#killLoop();
    if (dice < 0.97) return this.#wait(this.#pick([10, 300, 1_000, 5_000, 12_000]));
    if (dice < 0.985) return await this.#call("safety net", netOfSafety);
    this.#note("deploy 2");
    this.#app.deploy(2);
  }

  /** Repairs everything, deploys the last release, and lets all loops run until none has anything to do. */
  async settle(): Promise<void> {
    this.faults.isOn = false;
    this.#app.deploy(2);
    await this.#restartDead();
    await this.#command();
    for (let round = 0; round < 20; round += 1) {
      const isQuiet = await this.#runAll();
      const operated = (await this.#retryLetters()) + (await this.#resumeHalted());
      if (isQuiet && operated === 0) return;
      this.#wait(60_000);
    }
    throw new Error("The loops do not come to rest.");
  }

  /** Every document of a table. */
  async documents(component: string, table: string): Promise<Document[]> {
    const { runInComponent } = this.engine.t as unknown as { runInComponent: Inside };
    return await runInComponent(component, ({ db }) => db.query(table).collect());
  }

  async #command(): Promise<void> {
    const opens = this.#jars === 0 || this.#random() < 0.3;
    const jarId = opens ? `jar${this.#jars++}` : `jar${Math.floor(this.#random() * this.#jars)}`;
    const shelf = this.#pick(["top", "middle", "bottom"]);
    const coins = this.#pick([["a"], ["a", "b"], ["c"], ["b", "c"], ["forged", "a"]]);
    const [fn, args] = opens
      ? ["app:openJar", { jarId, shelf, coins: coins.filter((coin) => coin !== "forged") }]
      : this.#pick([
          ["app:addCoins", { jarId, coins, times: 1 + Math.floor(this.#random() * 4) }],
          ["app:closeLid", { jarId }],
        ] as const);
    await this.#call(`${fn} ${JSON.stringify(args)}`, { fn, args, identity: { subject: "sim" } });
  }

  async #runLoop(): Promise<void> {
    const loop = this.#pick(await this.#loops());
    if (loop !== undefined) await this.#call(`run ${loop.name}`, runOf(loop));
  }

  async #runLoopTwice(): Promise<void> {
    const loop = this.#pick(await this.#loops());
    if (loop === undefined) return;
    await this.#call(`run ${loop.name}`, runOf(loop));
    await this.#call(`again ${loop.name}`, runOf(loop));
  }

  // The whole transaction is gone, as after a time-out; the scheduler does not run it again.
  async #killLoop(): Promise<void> {
    const loop = this.#pick(await this.#loops());
    if (loop === undefined) return;
    this.#note(`kill ${loop.name}`);
    await this.engine.footprint(runOf(loop)).catch(() => undefined);
    this.#wait(11_000);
    await this.#call(`restart ${loop.name}`, kickOf(loop.name));
  }

  // A loop in which something threw stands still until its monitor starts it again.
  async #restartDead(): Promise<void> {
    for (const { name } of await this.#loops()) await this.#call(`restart ${name}`, kickOf(name));
  }

  async #retryLetters(): Promise<number> {
    const letters = await this.documents("platformCore", "letters");
    const parked = letters.filter(({ status }) => status === "parked");
    for (const { _id } of parked) {
      const args = { which: { letter: String(_id) }, actor: "operator" };
      await this.#call("retry", { fn: "function://platformCore;deadLetters:retry", args });
    }
    return parked.length;
  }

  async #resumeHalted(): Promise<number> {
    const generations = await this.documents("platformCore", "generations");
    const halted = generations.filter(({ status }) => (status as Kind).kind === "halted");
    for (const { consumer } of halted) {
      const args = { consumer: String(consumer), actor: "operator" };
      await this.#call("resume", { fn: "function://platformCore;lib:resume", args });
    }
    return halted.length;
  }

  async #runAll(): Promise<boolean> {
    for (let runs = 0; runs < 600; runs += 1) {
      const due = (await this.#loops()).filter(({ runsAt }) => runsAt <= Date.now());
      if (due.length === 0) return (await this.#loops()).length === 0;
      for (const loop of due) await this.#call(`run ${loop.name}`, runOf(loop));
      this.#wait(250);
    }
    throw new Error("A loop runs for ever.");
  }

  async #loops(): Promise<Loop[]> {
    const workers = await this.documents(worker, "workers");
    const states = await this.documents(worker, "workerState");
    return workers.flatMap(({ name, stateId }) => {
      const state = states.find(({ _id }) => _id === stateId);
      if (state?.["runnerId"] === undefined) return [];
      return [{ name: String(name), generation: state["generation"] as bigint, runsAt: 0 }];
    });
  }

  async #call(what: string, operation: Operation): Promise<void> {
    this.#note(what);
    await this.engine.call(operation);
  }

  #wait(ms: number): void {
    this.#note(`wait ${ms}`);
    vi.setSystemTime(Date.now() + ms);
  }

  #note(what: string): void {
    this.journal.push(what);
  }

  #pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.#random() * from.length)] as T;
  }
}

const netOfSafety: Operation = { fn: "function://platformCore;safetyNet:wakeAll", args: {} };

const runOf = ({ name, generation }: Loop): Operation => ({
  fn: `function://${worker};loop:loop`,
  args: { name, generation },
});

const kickOf = (name: string): Operation => ({
  fn: `function://${worker};lib:kick`,
  args: { name },
});
