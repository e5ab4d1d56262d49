import { trusted } from "../boundary.js";
import fs from "node:fs";
import { buffer } from "node:stream/consumers";
import { convexToJson, jsonToConvex, type JSONValue } from "convex/values";
import { placeOfId, type Document } from "@convex-es/platform-testing/engine";
import { BytesInDirectory } from "../files/FileBytes.js";
import { isFile } from "../files/FileStore.js";
import { noChange } from "../storage/Change.js";
import { lockDirectory } from "../storage/lockDirectory.js";
import { Log } from "../storage/Log.js";
import { printError } from "./print.js";

type Row = {
  readonly component: string;
  readonly document: JSONValue;
  /** The bytes of a file, in base64. */
  readonly file?: string;
};

type ImportedRow = Omit<Row, "document"> & {
  readonly document: Document;
};

/** Deletes everything in a data directory. Throws when a deployment runs on it. */
export function resetData(directory: string): void {
  lockDirectory(directory);
  fs.rmSync(directory, { recursive: true, force: true });
}

/** Writes every document of every component to a file, one JSON object per line; returns how many. */
export async function exportData(directory: string, file: string): Promise<number> {
  return withData(directory, async ({ contents, bytes }) => {
    const output = fs.openSync(file, "w");
    let count = 0;
    for (const component of contents.componentPaths) {
      for (const document of contents.of(component).documents) {
        const file =
          isFile(document._id) && (await buffer(bytes.read(trusted<string>(document["sha256"]))));
        const row: Row = {
          component,
          document: convexToJson(document),
          ...(file && { file: file.toString("base64") }),
        };
        fs.writeSync(output, `${JSON.stringify(row)}\n`);
        count += 1;
      }
    }
    fs.closeSync(output);
    return count;
  });
}

/** Reads such a file into a data directory that holds no documents; ids and creation times are kept. Returns how many. */
export async function importData(directory: string, file: string): Promise<number> {
  const lines = fs.readFileSync(file, "utf8").split("\n");
  const rows = lines.flatMap((line, i) => (line.trim() === "" ? [] : [rowOf(line, i + 1)]));
  return withData(directory, async ({ log, contents, bytes }) => {
    if (contents.documentCount > 0) {
      throw new Error("the deployment holds documents; delete them first with reset");
    }
    const ts = BigInt(Date.now()) * 1_000_000n;
    for (const { component, document, file } of rows) {
      if (file !== undefined) {
        const blob = new Blob([Buffer.from(file, "base64")]);
        (await bytes.receive(blob)).settle();
      }
      const idsUsed = { [component]: placeOfId(document._id) + 1 };
      const entry = { component, id: document._id, document };
      const change = { ...noChange, ts, idsUsed, documents: [entry] };
      log.append(change);
      contents.apply(change);
    }
    return rows.length;
  });
}

function rowOf(line: string, number: number): ImportedRow {
  try {
    const { component, document, ...more } = trusted<Row>(JSON.parse(line));
    const value = trusted<Document>(jsonToConvex(document));
    if (typeof component === "string" && /^\d+\w+$/.test(value._id)) {
      return { component, document: value, ...more };
    }
  } catch {
    // Reported below.
  }
  throw new Error(`line ${number} is not an exported document`);
}

type Opened = Awaited<ReturnType<typeof Log.open>> & { readonly bytes: BytesInDirectory };

async function withData<T>(directory: string, use: (data: Opened) => Promise<T>): Promise<T> {
  const unlock = lockDirectory(directory);
  try {
    const opened = await Log.open({ directory, warn: printError });
    try {
      return await use({ ...opened, bytes: new BytesInDirectory(directory) });
    } finally {
      opened.log.close();
    }
  } finally {
    unlock();
  }
}
