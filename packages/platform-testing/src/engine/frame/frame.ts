import { trusted } from "../../boundary.js";
import { AsyncLocalStorage } from "node:async_hooks";
import { convexToJson, type Value } from "convex/values";
import { currentSeam } from "./convexGlobal.js";
import { decodeJson } from "../documents/document.js";
import { Ending } from "./ending.js";
import type { ScheduledJob } from "./engineHooks.js";
import type { EngineState } from "./engineState.js";
import { Meter, type TransactionLimits } from "./meter.js";
import { Recording } from "./recording.js";
import { currentJob } from "./scheduledJob.js";
import type { ReadStream } from "./readStream.js";

/** What the engine knows about a function it is about to run. */
export type FunctionInfo = {
  kind: "query" | "mutation" | "action";
  component: string;
  name: string;
  /** Throws when the value is not what the function's `returns` validator admits. */
  checkReturn?: ((value: Value) => void) | undefined;
};

/** The name of functions that a test passes to `t.run` and the like. */
export const inlineName = "inline";

/** One request to the engine, from outside: what it records, and whether it may commit. */
export class Session {
  recording: Recording | null = null;
  /** Where the page of the query has to end, then where it ended. */
  journal: string | null = null;
  readonly dry: boolean;
  readonly onBegin: () => void;
  /** What a host that hears of the commit wants to be told with it. */
  readonly origin: unknown;

  constructor(dry: boolean, onBegin: () => void = () => {}, origin: unknown = null) {
    this.dry = dry;
    this.onBegin = onBegin;
    this.origin = origin;
  }
}

/** Thrown at the end of a dry run so that convex-test rolls the transaction back; carries what the function returned. */
export class Rollback extends Error {
  readonly value: Value;

  constructor(value: Value) {
    super("dry run: rolled back");
    this.value = value;
  }
}

type Scope = {
  frame: Frame | null;
  session: Session | null;
  /** Set while `frame` calls another function. */
  call: { stale: boolean; limits: Partial<TransactionLimits> | null } | null;
};

const scopes = new AsyncLocalStorage<Scope>();

/** One running function of the app. Nested queries and mutations share the transaction of their `parent`. */
export class Frame {
  readonly recording = new Recording();
  readonly streams = new Map<number, ReadStream>();
  readonly parent: Frame | null;
  /** The request this function is part of; null when a scheduled function or an action started it. */
  readonly session: Session | null;
  /** The scheduled function this is, when the scheduler started it. */
  readonly job: ScheduledJob | null;
  readonly meter: Meter;
  readonly depth: number;
  readonly stale: boolean;
  /** The files that this transaction has stored or read, by component and id. */
  readonly files: Map<string, "stored" | "read">;
  /** Resolves when the whole transaction is over, committed or not. */
  readonly transactionEnded: Promise<void>;
  readonly #settle: () => void;
  done = false;
  /** Pages the mirror answered; convex-test counts those it answers itself. */
  pages = 0;

  readonly engine: EngineState;
  readonly info: FunctionInfo;

  constructor(
    engine: EngineState,
    info: FunctionInfo,
    caller: Pick<Frame, "parent" | "session" | "job"> & { call: Scope["call"] },
  ) {
    this.engine = engine;
    this.info = info;
    const { parent, call } = caller;
    this.parent = parent;
    this.session = caller.session ?? parent?.session ?? null;
    this.job = caller.job;
    this.depth = parent ? parent.depth + 1 : 0;
    this.stale = call?.stale === true || parent?.stale === true;
    let settle = (): void => {};
    const own = new Promise<void>((resolve) => (settle = resolve));
    this.#settle = settle;
    this.transactionEnded = parent?.transactionEnded ?? own;
    this.files = parent?.files ?? new Map<string, "stored" | "read">();
    this.meter = parent ? parent.meter.nested(call?.limits ?? null) : Meter.top(engine.limits);
  }

  get component(): string {
    return this.info.component;
  }

  /** The timestamp of the last commit that this transaction sees. */
  get snapshotTs(): bigint {
    return trusted<bigint>(decodeJson(currentSeam().syscall("1.0/getSnapshotTs", "{}")));
  }

  /** The functions of this transaction, from the outermost to this one. */
  get lineage(): Frame[] {
    return this.parent ? [...this.parent.lineage, this] : [this];
  }

  /** Says that its transaction is over. */
  end(): void {
    this.#settle();
  }

  /** Ends the function: nothing is recorded in it from now on. */
  close(): void {
    this.done = true;
    for (const stream of this.streams.values()) stream.stop();
    this.streams.clear();
  }
}

/** The function that is running here, or null outside of functions. */
export function currentFrame(): Frame | null {
  const frame = scopes.getStore()?.frame ?? null;
  return frame?.done === false ? frame : null;
}

/** What the caller of the engine gave as the origin of the request that is running here; null without one. */
export function currentOrigin(): unknown {
  return currentFrame()?.session?.origin ?? null;
}

/** Runs `body` as the start of a request. */
export function inSession<T>(session: Session, body: () => T): T {
  return scopes.run({ frame: null, session, call: null }, body);
}

/** Runs `body`, which makes `frame` call another function. */
export function calling<T>(frame: Frame, call: NonNullable<Scope["call"]>, body: () => T): T {
  return scopes.run({ frame, session: null, call }, body);
}

/** Runs `body` with no function around it, for work that outlives the one that starts it. */
export function outsideFunctions<T>(body: () => T): T {
  return scopes.exit(body);
}

/** Runs one function of the app in its own frame, and tells the engine when its transaction is about to commit. */
export async function inFrame<T>(
  engine: EngineState,
  info: FunctionInfo,
  body: () => Promise<T>,
): Promise<T> {
  const caller = currentFrame();
  const { session = null, call = null } = scopes.getStore() ?? {};
  const parent = caller && caller.info.kind !== "action" ? caller : null;
  const owner = caller ? null : session;
  const job = caller || owner ? null : currentJob();
  const frame = new Frame(engine, info, { parent, call, session: owner, job });
  if (caller?.info.kind === "action" && info.name !== inlineName) caller.recording.countCall();
  const ending = parent ? null : new Ending(frame);
  let succeeded = false;
  try {
    if (!parent) owner?.onBegin();
    if (info.kind !== "action") await engine.mirror?.refresh(frame.component);
    const value = await scopes.run({ frame, session: null, call: null }, body);
    finish(frame, owner, value);
    succeeded = true;
    return value;
  } catch (error) {
    ending?.fail(error);
    throw error;
  } finally {
    frame.close();
    if (caller) caller.recording.absorb(frame.recording, succeeded);
    parent?.meter.absorb(frame.meter, succeeded);
    if (owner) owner.recording = frame.recording;
    ending?.tell();
    frame.end();
  }
}

/** The last step inside a function. What convex-test would find wrong only after its commit must fail here. */
function finish(frame: Frame, session: Session | null, returned: unknown): void {
  const { kind, checkReturn } = frame.info;
  const value = trusted<Value>(returned === undefined ? null : returned);
  convexToJson(value);
  if (frame.parent || kind !== "mutation") return;
  checkReturn?.(value);
  frame.close();
  if (session?.dry) throw new Rollback(value);
  const { info, job, recording, engine } = frame;
  const { writes } = recording;
  const origin = session?.origin ?? null;
  engine.commit({ name: info.name, writes, value, job, origin }, () => frame.snapshotTs);
}
