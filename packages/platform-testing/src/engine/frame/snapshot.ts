import { trusted } from "../../boundary.js";
import { decodeJson } from "../documents/document.js";
import { currentSeam } from "./convexGlobal.js";
import { toFootprint, type Footprint } from "./footprint.js";
import { inSession, Session } from "./frame.js";
import { entering, type Installation } from "./handle.js";
import { resolveOperation, type Operation, type ResolvedOperation } from "./operation.js";
import { Recording } from "./recording.js";

/** A query for a snapshot. `journal` is what an earlier run of the same query returned: its pages keep their ends. */
export type SnapshotQuery = Operation & { journal?: string | null | undefined; origin?: unknown };

/** How one query of a snapshot ended. */
export type SnapshotResult = { journal: string | null; footprint: Footprint } & (
  { ok: true; value: unknown } | { ok: false; error: unknown }
);

type Invoke = (reference: unknown, args: unknown) => Promise<unknown>;

/** Runs queries, each with its own identity and limits, on one state of the database; `ts` is its last commit. */
export async function runSnapshot(
  { handle, tables }: Installation,
  queries: readonly SnapshotQuery[],
): Promise<{ ts: bigint; results: SnapshotResult[] }> {
  const snapshot = { ts: 0n, results: trusted<SnapshotResult[]>([]) };
  const runAll = async () => {
    snapshot.ts = trusted<bigint>(decodeJson(currentSeam().syscall("1.0/getSnapshotTs", "{}")));
    for (const query of queries) {
      const session = new Session(false, undefined, query.origin);
      session.journal = query.journal ?? null;
      const run = async () => invoke(handle, await resolveOperation(tables, query));
      const end = await inSession(session, run).then(
        (value) => ({ ok: true as const, value }),
        (error: unknown) => ({ ok: false as const, error }),
      );
      const footprint = toFootprint(session.recording ?? new Recording());
      snapshot.results.push({ ...end, journal: session.journal, footprint });
    }
    return null;
  };
  await entering(() => trusted<Invoke>(handle.query)(runAll, {}));
  return snapshot;
}

function invoke(
  handle: Installation["handle"],
  { kind, name, reference, args, identity }: ResolvedOperation,
): Promise<unknown> {
  if (kind !== "query") throw new Error(`"${name}" is a ${kind}, not a query.`);
  const client = identity ? handle.withIdentity(identity) : handle;
  return trusted<Invoke>(client.query)(reference, args);
}
