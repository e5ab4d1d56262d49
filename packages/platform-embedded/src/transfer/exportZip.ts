import { buffer } from "node:stream/consumers";
import { convexToJson } from "convex/values";
import type { Document } from "@convex-es/platform-testing/engine";
import type { FileStore } from "../files/FileStore.js";
import type { Contents } from "../storage/Contents.js";
import { tableOf } from "../storage/ids.js";
import { writeZip } from "./zip.js";

/** Packs every table of every component as `convex export` lays them out, and the bytes of files when they are given. */
export async function exportZip(contents: Contents, files: FileStore | null): Promise<Buffer> {
  const entries = new Map<string, Buffer>();
  const rows: [path: string, row: Document][] = [];
  for (const component of contents.componentPaths) {
    const prefix = component.split("/").flatMap((name) => (name ? `_components/${name}/` : []));
    const tables = Map.groupBy(contents.of(component).documents, ({ _id }) => tableOf(_id));
    if (!files) tables.delete("_storage");
    const names = [...tables.keys()].filter((name) => !name.startsWith("_")).sort();
    const listed = names.map((name, i) => ({ name, id: 10_001 + i }));
    const put = (table: string, lines: readonly unknown[]) => {
      const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
      entries.set(`${prefix.join("")}${table}/documents.jsonl`, Buffer.from(text));
    };
    put("_tables", listed);
    for (const [table, documents] of tables) put(table, documents.map(convexToJson));
    for (const row of tables.get("_storage") ?? []) {
      rows.push([`${prefix.join("")}_storage/${row._id}`, row]);
    }
  }
  for (const [path, row] of rows) {
    if (files) entries.set(path, await buffer(files.read(row)));
  }
  return writeZip(entries);
}
