import { trusted } from "../../boundary.js";
import type { Value } from "convex/values";
import type { EngineState } from "./engineState.js";
import { toFootprint, type Footprint } from "./footprint.js";
import { currentFrame, inSession, Rollback, Session } from "./frame.js";
import { entering, type Installation } from "./handle.js";
import { resolveOperation, type Operation, type ResolvedOperation } from "./operation.js";
import { Recording } from "./recording.js";

/** An operation that was run, committed or rolled back. */
export type Run = { operation: ResolvedOperation; value: unknown; footprint: Footprint };

type Invoke = (reference: unknown, args: Record<string, Value>) => Promise<unknown>;

/** Runs operations on convex-test's handle, for real or dry. */
export class Runner {
  readonly #installation: Installation;

  constructor(installation: Installation) {
    this.#installation = installation;
  }

  /** What every function of the app shares. */
  get state(): EngineState {
    return this.#installation.engine;
  }

  /** Finds the function of an operation. */
  resolve(operation: Operation): Promise<ResolvedOperation> {
    return resolveOperation(this.#installation.tables, operation);
  }

  /** Runs an operation and keeps what it did; `origin` is for the hook that hears of its commit. */
  run(operation: ResolvedOperation, origin?: unknown): Promise<Run> {
    return this.#invoke(operation, new Session(false, undefined, origin));
  }

  /** Runs an operation on the current state and rolls it back; `onBegin` is called when its transaction starts. */
  dryRun(operation: ResolvedOperation, onBegin?: () => void): Promise<Run> {
    if (operation.kind === "action") {
      throw new Error(
        `"${operation.name}" is an action and cannot be rolled back; use a query or mutation.`,
      );
    }
    return this.#invoke(operation, new Session(true, onBegin));
  }

  async #invoke(operation: ResolvedOperation, session: Session): Promise<Run> {
    if (currentFrame()) throw new Error("The engine cannot be called from inside a function.");
    const { kind, reference, args, identity } = operation;
    const { handle } = this.#installation;
    const client = identity ? handle.withIdentity(identity) : handle;
    const invoke = trusted<Invoke>(client[kind]);
    const value = await entering(() => inSession(session, () => invoke(reference, args))).catch(
      rolledBackValue,
    );
    return { operation, value, footprint: toFootprint(session.recording ?? new Recording()) };
  }
}

function rolledBackValue(error: unknown): unknown {
  if (error instanceof Rollback) return error.value;
  throw error;
}
