import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { InputError } from "./InputError.ts";
import { readRows, type CsvRow } from "./readRows.ts";

/** Where an input folder keeps its rows. */
export const orderFile = "orders.csv";
export const lineFile = "order-details.csv";
export const productFile = "products.csv";

/** What an input folder holds; names are by id. */
export type InputFolder = {
  orders: CsvRow[];
  lines: CsvRow[];
  products: CsvRow[];
  customerNames: Map<string, string>;
  productNames: Map<string, string>;
};

/** Reads the CSV files of an input folder; throws an InputError when orders or lines cannot be read. */
export function readFolder(dir: string): InputFolder {
  if (!existsSync(dir)) throw new InputError(`The folder ${dir} does not exist.`);
  const products = rowsIn(dir, productFile);
  return {
    orders: readRows(contentOf(dir, orderFile)),
    lines: readRows(contentOf(dir, lineFile)),
    products,
    customerNames: namesOf(rowsIn(dir, "customers.csv")),
    productNames: namesOf(products),
  };
}

function rowsIn(dir: string, name: string): CsvRow[] {
  const content = readIfThere(path.join(dir, name));
  return content === null ? [] : readRows(content);
}

const namesOf = (rows: readonly CsvRow[]) =>
  new Map(rows.map(({ fields: [id = "", label = ""] }) => [id, label]));

function contentOf(dir: string, name: string): Buffer {
  const file = path.join(dir, name);
  const content = readIfThere(file);
  if (content === null) {
    throw new InputError(
      `${file} does not exist; --input needs a folder with ${orderFile} and ${lineFile}.`,
    );
  }
  if (content.length === 0) throw new InputError(`${file} is empty; its first line is the header.`);
  if (startsAsUtf16(content))
    throw new InputError(`${file}, line 1: this is UTF-16; save it as UTF-8.`);
  return content;
}

const startsAsUtf16 = ([first, second]: Buffer) =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);

function readIfThere(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    if (error.code === "ENOENT") return null;
    throw new InputError(`${file} cannot be read: ${whyUnreadable(error.code) ?? error.message}.`);
  }
}

function whyUnreadable(code: unknown): string | undefined {
  if (code === "EISDIR") return "it is a folder";
  if (code === "ENOTDIR") return "--input is a file, not a folder";
  if (code === "EACCES" || code === "EPERM") return "you have no permission";
  return undefined;
}
