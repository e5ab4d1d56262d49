import { trusted } from "../contract/boundary.js";
import type { AnyReader, AnyWriter } from "../base/untypedTables.js";

/** What every command of an app with consumers reads, in one row. */
export type PlatformState = {
  /** Whether the dispatcher looks at the log again without being woken. */
  isAwake: boolean;
  /** The read models with a row of what is served; of any other, commands keep generation 0 as version 1 declares it. */
  switched: string[];
};

type Stored = PlatformState & { _id: never };

// Typed so that the database takes it as any table's name.
const table: string = "platformState";

/** The row; `null` before the first wake-up. One index range. */
export async function platformState(db: AnyReader): Promise<PlatformState | null> {
  return await storedState(db);
}

const storedState = async (db: AnyReader): Promise<Stored | null> =>
  trusted<Stored | null>(await db.query(table).first());

/** Whether the dispatcher is awake from now on. Every command that races this one runs again, so that no wake-up is lost. */
export async function setAwake(db: AnyWriter, isAwake: boolean): Promise<void> {
  const stored = await storedState(db);
  if (stored === null) {
    await db.insert(table, { isAwake, switched: await switchedSoFar(db) });
  } else if (stored.isAwake !== isAwake) await db.patch(table, stored._id, { isAwake });
}

/** Notes that a read model has got a row of what is served. */
export async function noteSwitched(db: AnyWriter, projection: string): Promise<void> {
  const stored = await storedState(db);
  if (stored === null || stored.switched.includes(projection)) return;
  await db.patch(table, stored._id, { switched: [...stored.switched, projection] });
}

async function switchedSoFar(db: AnyReader): Promise<string[]> {
  const rows = trusted<{ projection: string }[]>(await db.query("projectionGenerations").collect());
  return rows.map(({ projection }) => projection);
}
