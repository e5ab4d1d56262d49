import { trusted } from "../contract/boundary.js";
import type { AnyReader, AnyWriter } from "../base/untypedTables.js";

/** What every command of an app with consumers reads, in one row. */
export type PlatformState = {
  /** Whether the dispatcher looks at the log again without being woken. */
  isAwake: boolean;
  /** The read models with a row of what is served; of any other, commands keep generation 0 as version 1 declares it. */
  switched: string[];
};

// Typed so that the database takes it as any table's name.
const table: string = "platformState";

type Stored = PlatformState & { _id: never };

/** The row; `null` before the first wake-up. One index range. */
export async function platformState(db: AnyReader): Promise<PlatformState | null> {
  return trusted<Stored | null>(await db.query(table).first());
}

/** Whether the dispatcher is awake from now on. Every command that races this one runs again, so that no wake-up is lost. */
export async function setAwake(
  db: AnyWriter,
  found: PlatformState | null,
  isAwake: boolean,
): Promise<void> {
  if (found === null) {
    const switched = await switchedSoFar(db);
    await db.insert(table, { isAwake, switched, firstWokenAt: db.vars.commitTs });
  } else if (found.isAwake !== isAwake) await db.patch(table, idOf(found), { isAwake });
}

/** When consumers were first woken, as a commit time; `null` where that is not known. */
export async function firstWokenAt(db: AnyReader): Promise<bigint | null> {
  const { firstWokenAt: at } = trusted<{ firstWokenAt?: bigint }>((await platformState(db)) ?? {});
  return at ?? null;
}

/** Notes that a read model has got a row of what is served. */
export async function noteSwitched(db: AnyWriter, projection: string): Promise<void> {
  const found = await platformState(db);
  if (found === null || found.switched.includes(projection)) return;
  await db.patch(table, idOf(found), { switched: [...found.switched, projection] });
}

const idOf = (found: PlatformState) => trusted<Stored>(found)._id;

async function switchedSoFar(db: AnyReader): Promise<string[]> {
  const rows = trusted<{ projection: string }[]>(await db.query("projectionGenerations").collect());
  return rows.map(({ projection }) => projection);
}
