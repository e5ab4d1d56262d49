import { trusted } from "../boundary.js";
import type { Value } from "convex/values";
import { placeOfId, type Document } from "@convex-es/platform-testing/engine";
import { noChange, type Change, type DocumentChange } from "../storage/Change.js";
import type { Contents } from "../storage/Contents.js";
import { idAt, tableOf } from "../storage/ids.js";
import type {
  ImportedData,
  ImportedDocument,
  ImportedTable,
  ImportRequest,
} from "./parseImport.js";

/** What an import will do to one table. */
export type TableEffect = {
  readonly component: string;
  readonly table: string;
  readonly added: number;
  readonly deleted: number;
};

/** The change that an import makes, and what it comes to. */
export type ImportPlan = {
  readonly change: Change;
  readonly effects: readonly TableEffect[];
};

/**
 * Says what an import changes. Ids and creation times are kept in a component that holds nothing else; elsewhere the
 * documents get new ones, and what refers to them by their old ids follows. Throws when a table would have to be empty.
 */
export function planImport(
  contents: Contents,
  { tables }: ImportedData,
  { mode }: Pick<ImportRequest, "mode">,
): ImportPlan {
  const touched = new Set(tables.map(({ component }) => component));
  if (mode === "replaceAll") for (const path of contents.componentPaths) touched.add(path);
  const plan = { effects: trusted<TableEffect[]>([]), documents: trusted<DocumentChange[]>([]) };
  const idsUsed: Record<string, number> = {};
  for (const component of touched) {
    const own = tables.filter((one) => one.component === component);
    const { idsUsed: used, jobs, ended = [], documents: held } = contents.of(component);
    const { stays, deleted } = parted([...held], own, mode);
    const isAlone = [...stays, ...jobs, ...ended].length === 0;
    const last = stays.reduce((most, { _creationTime }) => Math.max(most, _creationTime), 0);
    const added = isAlone ? placedAlone(own, used) : placedAfter(own, used, last);
    plan.documents.push(...deleted.map(({ _id: id }) => ({ component, id, document: null })));
    plan.documents.push(...added.map((document) => ({ component, id: document._id, document })));
    plan.effects.push(...effectsOf(component, added, deleted));
    idsUsed[component] = added.reduce((most, { _id }) => Math.max(most, placeOfId(_id) + 1), used);
  }
  const { documents, effects } = plan;
  return { change: { ...noChange, ts: contents.ts + 1n, documents, idsUsed }, effects };
}

function parted(held: Document[], own: readonly ImportedTable[], mode: ImportRequest["mode"]) {
  const names = new Set(own.map(({ table }) => table));
  const isNamed = ({ _id }: Document) => names.has(tableOf(_id));
  const full = mode === "requireEmpty" && held.find(isNamed);
  if (full) {
    throw new Error(`table "${tableOf(full._id)}" has documents; choose --append or --replace`);
  }
  if (mode === "replaceAll") return { stays: [], deleted: held };
  const deleted = mode === "replace" ? held.filter(isNamed) : [];
  const gone = new Set(deleted);
  return { stays: held.filter((document) => !gone.has(document)), deleted };
}

/** In a component of their own, documents keep what they have, as far as ids in their order have rising times. */
function placedAlone(tables: readonly ImportedTable[], used: number): Document[] {
  const incoming = incomingOf(tables);
  const known = incoming.map(({ document }) => trusted<Document>(document));
  const kept = known.toSorted((a, b) => placeOfId(a._id) - placeOfId(b._id));
  const isKept =
    incoming.every(({ document, table }) => isOwnId(document["_id"], table)) &&
    kept.every((document, i) => {
      const before = kept[i - 1];
      if (!before) return true;
      const rises = before._creationTime < document._creationTime;
      return rises && placeOfId(before._id) < placeOfId(document._id);
    });
  return isKept ? kept : placedAfter(tables, used, 0);
}

const isOwnId = (id: Value | undefined, table: string): boolean =>
  typeof id === "string" && tableOf(id) === table && id === idAt(placeOfId(id), table);

function placedAfter(tables: readonly ImportedTable[], used: number, last: number): Document[] {
  const inOrder = incomingOf(tables).toSorted((a, b) => timeOf(a.document) - timeOf(b.document));
  const renamed = new Map<string, string>();
  const now = Date.now();
  const state = { time: last };
  const placed = inOrder.map(({ table, document }, i) => {
    const _id = idAt(used + i, table);
    const { _id: old, _creationTime: given, ...fields } = document;
    if (typeof old === "string") renamed.set(old, _id);
    const wanted = last === 0 && typeof given === "number" ? given : now;
    state.time = Math.max(state.time + 0.001, wanted);
    return { fields, system: { _id, _creationTime: state.time } };
  });
  return placed.map(({ fields, system }) => ({
    ...trusted<Record<string, Value>>(renameIds(fields, renamed)),
    ...system,
  }));
}

const incomingOf = (tables: readonly ImportedTable[]) =>
  tables.flatMap(({ table, documents }) => documents.map((document) => ({ table, document })));

const timeOf = (document: ImportedDocument): number =>
  typeof document["_creationTime"] === "number" ? document["_creationTime"] : Number.MAX_VALUE;

function renameIds(value: Value, renamed: ReadonlyMap<string, string>): Value {
  if (typeof value === "string") return renamed.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => renameIds(item, renamed));
  if (typeof value !== "object" || value === null || value instanceof ArrayBuffer) return value;
  const entries = Object.entries(trusted<Record<string, Value>>(value));
  return Object.fromEntries(entries.map(([key, item]) => [key, renameIds(item, renamed)]));
}

function effectsOf(
  component: string,
  added: readonly Document[],
  deleted: readonly Document[],
): TableEffect[] {
  const names = new Set([...added, ...deleted].map(({ _id }) => tableOf(_id)));
  const count = (documents: readonly Document[], table: string) =>
    documents.filter(({ _id }) => tableOf(_id) === table).length;
  return [...names].map((table) => ({
    component,
    table,
    added: count(added, table),
    deleted: count(deleted, table),
  }));
}
