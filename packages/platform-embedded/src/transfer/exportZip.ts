import type { Readable } from "node:stream";
import { convexToJson } from "convex/values";
import type { FileStore } from "../files/FileStore.js";
import type { Contents } from "../storage/Contents.js";
import { tableOf } from "../storage/ids.js";
import { writeZip, type ZipContent } from "./zip.js";

/** Packs every table of every component as `convex export` lays them out, and the bytes of files when they are given. */
export function exportZip(contents: Contents, files: FileStore | null): Readable {
  const entries: [path: string, content: ZipContent][] = [];
  for (const component of contents.componentPaths) {
    const folder = component
      .split("/")
      .map((name) => (name === "" ? "" : `_components/${name}/`))
      .join("");
    const tables = Map.groupBy(contents.of(component).documents, ({ _id }) => tableOf(_id));
    const stored = tables.get("_storage") ?? [];
    if (!files) tables.delete("_storage");
    const names = [...tables.keys()].filter((name) => !name.startsWith("_")).sort();
    const listed = names.map((name, i) => ({ name, id: 10_001 + i }));
    entries.push([`${folder}_tables/documents.jsonl`, jsonLines(listed)]);
    for (const [table, documents] of tables) {
      entries.push([`${folder}${table}/documents.jsonl`, jsonLines(documents.map(convexToJson))]);
    }
    if (!files) continue;
    for (const row of stored) entries.push([`${folder}_storage/${row._id}`, () => files.read(row)]);
  }
  return writeZip(entries);
}

const jsonLines = (values: readonly unknown[]): Buffer =>
  Buffer.from(values.map((value) => `${JSON.stringify(value)}\n`).join(""));
