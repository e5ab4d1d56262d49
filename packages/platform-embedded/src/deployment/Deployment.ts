import { trusted } from "../boundary.js";
import { AsyncLocalStorage } from "node:async_hooks";
import { EventEmitter } from "node:events";
import { convexToJson, type Value } from "convex/values";
import {
  inlineName,
  type Engine,
  type EngineHooks,
  type FunctionEnd,
  type ScheduledJob,
  type SnapshotResult,
  type Write,
} from "@convex-es/platform-testing/engine";
import { anonymous, type Caller } from "../auth/Caller.js";
import { fileHost } from "../files/FileStore.js";
import { isEmpty, noChange, type Change } from "../storage/Change.js";
import type { Contents } from "../storage/Contents.js";
import { exchange, httpDispatch } from "../realm/httpDispatcher.js";
import { changeOf, jobsTable } from "./changeOf.js";
import { Crons } from "../crons/Crons.js";
import type { FunctionCall, Outcome, QueryOutcome } from "./FunctionCall.js";
import { findFunction, handleOf, type FoundFunction } from "./findFunction.js";
import { CallRefused, functionError } from "./functionError.js";
import { httpRouteOf } from "./httpRouteOf.js";
import type { DeploymentParts } from "./DeploymentParts.js";
import { Origin } from "./Origin.js";
import { runApp, type RunningApp } from "./RunningApp.js";
import type { PushedApp } from "@convex-es/convex-push";
import { attempt, failedQuery, queryOutcome } from "./queryOutcome.js";
import { Turns } from "./Turns.js";
import { Watchdog } from "./Watchdog.js";

/** A transaction that commits, as live queries need to know it. */
export type Committed = { readonly ts: bigint; readonly writes: readonly Write[] };

/** What a deployment tells: commits, ended functions, lines of their consoles, another app. */
export type DeploymentEvents = {
  commit: [Committed];
  function: [FunctionEnd];
  log: [functionName: string, line: string];
  app: [];
  /** What the official CLI asks beside the app has another answer. */
  system: [];
  /** A transaction does not end, and nothing else can run until it does. */
  stuck: [functionName: string, seconds: number];
};

// Listeners must not inherit the transaction that is running: its timers are forbidden, its lock is not theirs.
const outside = AsyncLocalStorage.snapshot();

/** A query of a snapshot; `journal` is what its last run returned. */
export type SnapshotCall = FunctionCall & { readonly journal?: string | null | undefined };

/**
 * A Convex deployment without its protocols: holds the data, runs the pushed app on an engine, and replaces the engine
 * when another app is pushed. Transactions that clients ask for run one at a time, in the order in which they came.
 */
export class Deployment extends EventEmitter<DeploymentEvents> {
  #app: RunningApp | null = null;
  #crons: Crons | null = null;
  #isClosed = false;
  readonly #turns = new Turns();
  readonly #actions = new Set<Promise<unknown>>();
  readonly #watchdog = new Watchdog((...what) => void this.emit("stuck", ...what));

  readonly #parts: DeploymentParts;

  constructor(parts: DeploymentParts) {
    super();
    this.#parts = parts;

    this.setMaxListeners(0);
  }

  /** The app that is running; null until one was pushed. */
  get running(): RunningApp | null {
    return this.#app;
  }

  /** What the deployment holds. */
  get contents(): Contents {
    return this.#parts.contents;
  }

  /** Starts an app in the place of the one that runs. Throws, and keeps that one, when the data does not fit. */
  activate(pushed: PushedApp): Promise<void> {
    return this.#turns.take(async () => {
      if (this.#isClosed) throw new Error("The deployment is closed");
      const previous = this.#app;
      this.#crons?.stop();
      await previous?.retire(this.#actions);
      try {
        await this.#start(pushed);
      } catch (error) {
        if (previous) await this.#start(previous.pushed);
        throw error;
      }
      this.#parts.saveApp(pushed);
      this.emit("app");
    });
  }

  /**
   * Changes documents outside of functions, for imports. `plan` runs once nothing else can commit. Throws, and changes
   * nothing, when the app's schema does not take the result.
   */
  change(plan: () => Change): Promise<Change> {
    return this.#turns.take(async () => {
      const previous = this.#app;
      if (!previous) throw new CallRefused("no app has been pushed yet; run npx convex dev");
      this.#crons?.stop();
      await previous.retire(this.#actions);
      try {
        const change = plan();
        const settings = { ...this.#parts, hooks: {}, logOfScheduled: () => () => {} };
        await runApp(previous.pushed, this.contents.preview(change), settings);
        this.#keep(change);
        return change;
      } finally {
        await this.#start(previous.pushed);
        this.emit("app");
      }
    });
  }

  /** Runs a function for a caller. Never throws: what goes wrong is in the outcome. */
  async call(call: FunctionCall): Promise<Outcome> {
    const origin = this.#originOf(call);
    try {
      const answer = this.#parts.answerSystemQuery?.(call);
      if (answer !== undefined) return this.#answered(answer);
      const found = findFunction(this.#app, call);
      if (found.kind === "query") {
        const [outcome] = (await this.snapshot([call])).outcomes;
        return trusted<Outcome>(outcome);
      }
      const run = () => this.#run(found, call, origin);
      const value = await (found.kind === "mutation"
        ? this.#turns.take(() => this.#watchdog.watch(call.path, run()))
        : this.#asAction(run()));
      return { ok: true, value, ts: this.contents.ts, logLines: origin.lines };
    } catch (error) {
      return { ok: false, error: functionError(error), logLines: origin.lines };
    }
  }

  /** Runs queries, each for its own caller, on one state of the data. */
  snapshot(calls: readonly SnapshotCall[]): Promise<{ ts: bigint; outcomes: QueryOutcome[] }> {
    return this.#turns.take(async () => {
      const origins = calls.map((call) => this.#originOf(call));
      const found = calls.map((call) => attempt(() => this.#find(call)));
      const queries = found.flatMap((one, i) => {
        const call = calls[i];
        if (one instanceof Error || "answer" in one || !call) return [];
        const { args, journal, caller } = call;
        const identity = caller.identity ?? undefined;
        return [{ fn: one.handle, args, identity, journal, origin: origins[i] }];
      });
      const names = calls.map(({ path }) => path).join(", ");
      const run =
        this.#app && queries.length > 0
          ? await this.#watchdog.watch(names, this.#app.engine.snapshot(queries))
          : null;
      const results = run?.results.values();
      const outcomes = found.map((one, i) => {
        const logLines = origins[i]?.lines ?? [];
        const ts = run?.ts ?? this.contents.ts;
        if (one instanceof Error) return failedQuery(one, logLines);
        if ("answer" in one) return { ...this.#answered(one.answer), reads: [], journal: null };
        return queryOutcome(trusted<SnapshotResult>(results?.next().value), ts, logLines);
      });
      return { ts: run?.ts ?? this.contents.ts, outcomes };
    }, "urgent");
  }

  /** Answers a request to the app's HTTP actions; null when no route takes it. */
  async http(request: Request, caller: Caller): Promise<Response | null> {
    const { pathname } = new URL(request.url);
    const app = this.#app;
    const route = app && httpRouteOf(app, request.method, { component: "", path: pathname });
    if (!app || !route) return null;
    const origin = new Origin(`${request.method} ${pathname}`, (...line) => this.#tellLog(...line));
    const fn = handleOf(route.component, httpDispatch);
    const identity = caller.identity ?? undefined;
    return this.#asAction(
      exchange(request, [route.path, request.method], (args) =>
        app.engine.call({ fn, args, identity }, origin),
      ),
    );
  }

  /** Keeps a file for a component; returns its id. Throws when its checksum is another one than it should be. */
  async storeFile(component: string, file: Parameters<Engine["storeFile"]>[1]): Promise<string> {
    if (!this.#app?.components.has(component))
      throw new CallRefused(`unknown component "${component}"`);
    return this.#asAction(this.#app.engine.storeFile(component, file));
  }

  /** Ends everything that runs; nothing commits afterwards. */
  async close(): Promise<void> {
    await this.#turns.take(async () => {
      this.#isClosed = true;
      // A push that was under way until now has started them again.
      this.#crons?.stop();
      await this.#app?.retire(this.#actions);
    });
    this.#app = null;
  }

  async #start(pushed: PushedApp): Promise<void> {
    const logOfScheduled = (name: string) => (line: string) => this.#tellLog(name, line);
    const hooks = this.#hooks();
    this.#app = await runApp(pushed, this.contents, { ...this.#parts, hooks, logOfScheduled });
    this.#crons = new Crons(async ({ component, function: path, args }) => {
      const caller = { ...anonymous, isAdmin: true };
      await this.call({
        kind: "any",
        path,
        component,
        args: trusted<Record<string, Value>>(args),
        caller,
      });
    });
    this.#crons.start(pushed.analysis, this.#app.installed);
  }

  async #run(found: FoundFunction, call: FunctionCall, origin: Origin) {
    const app = this.#app;
    if (!app) throw new CallRefused("no app has been pushed yet; run npx convex dev");
    const { args, caller } = call;
    const identity = caller.identity ?? undefined;
    const { value } = await app.engine.call({ fn: found.handle, args, identity }, origin);
    return convexToJson(trusted<Value>(value ?? null));
  }

  /** Keeps an action among those that another app has to wait for. */
  #asAction<T>(running: Promise<T>): Promise<T> {
    const kept = running.finally(() => this.#actions.delete(kept));
    this.#actions.add(kept);
    return kept;
  }

  #find(call: FunctionCall): FoundFunction | { answer: Value } {
    const answer = this.#parts.answerSystemQuery?.(call);
    return answer === undefined ? findFunction(this.#app, call) : { answer };
  }

  #answered(answer: Value): Outcome {
    return { ok: true, value: convexToJson(answer), ts: this.contents.ts, logLines: [] };
  }

  #originOf({ path, request }: FunctionCall): Origin {
    return new Origin(path, (...line) => this.#tellLog(...line), request ?? null);
  }

  #tellLog(functionName: string, line: string): void {
    outside(() => this.emit("log", functionName, line));
  }

  #hooks(): EngineHooks {
    const { files, links } = this.#parts;
    const endJob = (job: ScheduledJob, error: unknown) => {
      const state = error === null ? ("success" as const) : ("failed" as const);
      this.#keep({ ...noChange, ended: [{ ...job, state, at: Date.now() }] });
      this.#tellEnd(job);
    };
    return {
      onCommit: (committing) => {
        const origin = trusted<Origin | null>(committing.origin);
        this.#keep(changeOf(committing, origin?.request ?? null));
        outside(() => this.emit("commit", committing));
        if (committing.job) this.#tellEnd(committing.job);
      },
      // An action may have done anything: it is never started twice.
      onJobStart: (job) => endJob(job, "not known to have come to its end"),
      onJobEnd: endJob,
      files: fileHost(files, links),
      onFunction: (end) => {
        // Work of the engine itself, such as the row of a file, is not a function of the app.
        if (end.info.name !== inlineName) outside(() => this.emit("function", end));
      },
    };
  }

  /** The engine notes what became of a scheduled function after it has told of it, and in no commit. */
  #tellEnd({ component, id }: ScheduledJob): void {
    const after = this.contents.endedJob({ component, id });
    const row = { component, id, table: jobsTable, before: after, after, bytes: 0 };
    const writes: Write[] = [{ op: "patch", ...row }];
    outside(() => setImmediate(() => this.emit("commit", { ts: this.contents.ts, writes })));
  }

  #keep(change: Change): void {
    if (isEmpty(change)) return;
    this.#parts.append(change);
    this.contents.apply(change);
    this.#parts.files.follow(change);
  }
}
