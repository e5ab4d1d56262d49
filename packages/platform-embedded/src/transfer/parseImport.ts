import { trusted } from "../boundary.js";
import { createHash } from "node:crypto";
import { jsonToConvex, type JSONValue, type Value } from "convex/values";
import { ImportRefused } from "./ImportRefused.js";
import { parseCsv } from "./parseCsv.js";
import { readZip, type ZipEntries } from "./zip.js";

/** What `convex import` says about the file it uploads. */
export type ImportRequest = {
  readonly tableName?: string;
  readonly componentPath?: string;
  readonly mode: "requireEmpty" | "append" | "replace" | "replaceAll";
  readonly format: "csv" | "jsonLines" | "jsonArray" | "zip";
};

/** A document to be imported; with or without `_id` and `_creationTime`. */
export type ImportedDocument = Readonly<Record<string, Value>>;

/** The documents for one table. */
export type ImportedTable = {
  readonly component: string;
  readonly table: string;
  readonly documents: readonly ImportedDocument[];
};

/** What an uploaded file holds. */
export type ImportedData = {
  readonly tables: readonly ImportedTable[];
  /** The bytes of files; their rows say which is whose. */
  readonly files: readonly Buffer[];
};

const tablePattern = /^((?:_components\/[^/]+\/)*)([^/]+)\/documents\.jsonl$/;
const filePattern = /^((?:_components\/[^/]+\/)*)_storage\/([^/.]+)(?:\.[^/]*)?$/;

/** Reads an uploaded file. Throws `ImportRefused` for a file that cannot be imported. */
export async function parseImport(bytes: Buffer, request: ImportRequest): Promise<ImportedData> {
  const { format, tableName: table = "", componentPath: component = "" } = request;
  if (format === "zip") return parseZip(await readZip(bytes), component);
  const text = bytes.toString("utf8").replace(/^\uFEFF/, "");
  const documents =
    format === "csv"
      ? parseCsv(text)
      : (format === "jsonLines" ? jsonLines(text) : jsonArray(text)).map(documentOf);
  return { tables: [{ component, table, documents }], files: [] };
}

function parseZip(entries: ZipEntries, under: string): ImportedData {
  const tables: ImportedTable[] = [];
  const files = new Map<string, Buffer>();
  const inside = (prefix: string) =>
    [under, ...prefix.split("/").filter((part, i) => part !== "" && i % 2 === 1)]
      .filter((part) => part !== "")
      .join("/");
  for (const [path, content] of entries) {
    const [, prefix = "", table] = tablePattern.exec(path) ?? [];
    const [, owner = "", id] = filePattern.exec(path) ?? [];
    if (table !== undefined && (!table.startsWith("_") || table === "_storage")) {
      const documents = jsonLines(content.toString("utf8")).map(documentOf);
      tables.push({ component: inside(prefix), table, documents });
    } else if (id !== undefined && id !== "documents") {
      files.set(`${inside(owner)}|${id}`, content);
    }
  }
  return { tables: tables.map((one) => withFiles(one, files)), files: [...files.values()] };
}

/** Rows of files say what their bytes are, whatever they said where they come from. */
function withFiles(imported: ImportedTable, files: ReadonlyMap<string, Buffer>): ImportedTable {
  const { component, table } = imported;
  if (table !== "_storage") return imported;
  const documents = imported.documents.map(({ _id: given, _creationTime = 0, contentType }) => {
    const _id = typeof given === "string" ? given : "";
    const bytes = files.get(`${component}|${_id}`);
    if (!bytes) throw new ImportRefused(`file ${_id} is not in the archive`);
    const sha256 = createHash("sha256").update(bytes).digest("base64");
    const type = typeof contentType === "string" && { contentType };
    return { _id, _creationTime, sha256, size: bytes.length, ...type };
  });
  return { component, table, documents };
}

function jsonLines(text: string): JSONValue[] {
  return text.split("\n").flatMap((line, i) => {
    if (line.trim() === "") return [];
    return [parsedJson(line, `line ${i + 1}`)];
  });
}

function parsedJson(text: string, what: string): JSONValue {
  try {
    return trusted<JSONValue>(JSON.parse(text));
  } catch {
    throw new ImportRefused(`${what} is not valid JSON`);
  }
}

function jsonArray(text: string): JSONValue[] {
  const value = parsedJson(text, "the file");
  if (!Array.isArray(value)) throw new ImportRefused("the file must hold an array of objects");
  return value;
}

function documentOf(json: JSONValue, i: number): ImportedDocument {
  const isObject = typeof json === "object" && json !== null && !Array.isArray(json);
  if (!isObject) throw new ImportRefused(`document ${i + 1} must be an object`);
  return trusted<ImportedDocument>(jsonToConvex(json));
}
