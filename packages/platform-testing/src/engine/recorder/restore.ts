import { trusted } from "../../boundary.js";
import { convexToJson, type JSONValue } from "convex/values";
import { atTime } from "../frame/commitClock.js";
import { currentSeam } from "../frame/convexGlobal.js";
import { tableOfId, type Document } from "../documents/document.js";
import type { Installation } from "../frame/handle.js";
import { scheduleJob } from "./recordWrites.js";

/** A scheduled function as it was asked for, and when (in milliseconds; now, when that is not known). */
export type StoredJob = { id: string; request: JSONValue; createdAt?: number | undefined };

/** Everything in the tables of one component. */
export type ComponentContent = {
  documents: Iterable<Document>;
  /** Those that have not run yet. */
  jobs: Iterable<StoredJob>;
  /** What is still known of those that are over: rows of `_scheduled_functions`. */
  ended?: Iterable<Document>;
  /** How many ids the component has handed out, so that none is used twice. */
  idsUsed: number;
};

type Entry = { place: number; document?: Document; job?: StoredJob };

const firstId = 10_000;

/** The place of an id among those of its component. */
export const placeOfId = (id: string): number => Number.parseInt(id, 10) - firstId;

/**
 * Fills an empty component of a fresh engine, with the ids and creation times the documents had. convex-test numbers its
 * ids, so they are taken in their order; unused numbers are used up in a transaction that is
 * rolled back. Throws when a document does not fit the schema.
 */
export async function restoreComponent(
  installation: Installation,
  component: string,
  content: ComponentContent,
): Promise<void> {
  const entries = [
    ...[...content.documents, ...(content.ended ?? [])].map((document): Entry => ({
      place: placeOfId(document._id),
      document,
    })),
    ...[...content.jobs].map((job): Entry => ({ place: placeOfId(job.id), job })),
  ].sort((a, b) => a.place - b.place);
  let next = 0;
  let batch: Entry[] = [];
  const flush = async () => {
    if (batch.length > 0) await transaction(installation, component, batch);
    batch = [];
  };
  for (const entry of [...entries, { place: content.idsUsed }]) {
    if (entry.place > next) {
      await flush();
      await useUpIds(installation, component, entry.place - next);
    }
    if (entry.document || entry.job) batch.push(entry);
    next = Math.max(next, entry.place + 1);
  }
  await flush();
  const documents = entries.flatMap(({ document }) => document ?? []);
  installation.engine.mirror?.load(component, documents);
}

async function transaction(
  { engine, handle }: Installation,
  component: string,
  entries: Entry[],
): Promise<void> {
  await handle.runInComponent(component, async () => {
    for (const { document, job } of entries) {
      const id = document
        ? await insert(document)
        : trusted<string>(
            JSON.parse(
              await scheduleJob(engine, component, {
                json: JSON.stringify(job?.request),
                createdAt: job?.createdAt,
              }),
            ),
          );
      const expected = document?._id ?? job?.id;
      if (id !== expected) throw new Error(`The id ${expected} came back as ${id}.`);
    }
    return null;
  });
}

async function insert({ _id, _creationTime, ...fields }: Document): Promise<string> {
  const table = tableOfId(_id);
  const request = JSON.stringify({ table, value: convexToJson(fields) });
  const inserting = atTime(_creationTime, () => currentSeam().asyncSyscall("1.0/insert", request));
  const answer = await inserting.catch((error: unknown) => {
    const reason = trusted<Error>(error).message;
    throw new Error(
      `Schema validation failed. Document with ID "${_id}" in table "${table}" does not match the schema: ${reason}`,
    );
  });
  return trusted<{ _id: string }>(JSON.parse(answer))._id;
}

class RolledBack extends Error {}

async function useUpIds({ handle }: Installation, component: string, count: number): Promise<void> {
  const request = JSON.stringify({ table: "gap", value: {} });
  const inserts = handle.runInComponent(component, async () => {
    for (let i = 0; i < count; i++) {
      // Long ago: these must not push the creation times of what follows.
      await atTime(0, () => currentSeam().asyncSyscall("1.0/insert", request));
    }
    throw new RolledBack();
  });
  await inserts.catch((error: unknown) => {
    if (!(error instanceof RolledBack)) throw error;
  });
}
