// @vitest-environment node
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { InputError } from "./InputError.ts";
import { readFolder } from "./readFolder.ts";

function folder(files: Record<string, string | Buffer>) {
  const dir = mkdtempSync(path.join(tmpdir(), "orders-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(dir, name), content);
  return dir;
}

const complete = { "orders.csv": "h\n1,C,1,1996-07-04\n", "order-details.csv": "h\n1,p,1,1\n" };

test("orders and lines are read; names are there when their files are", () => {
  const bare = readFolder(folder(complete));
  expect([bare.orders.length, bare.lines.length, bare.customerNames.size]).toEqual([1, 1, 0]);
  const named = readFolder(folder({ ...complete, "customers.csv": 'h\nC,"Café, Bar"\n' }));
  expect(named.customerNames.get("C")).toBe("Café, Bar");
});

test.each(["orders.csv", "order-details.csv"])("a folder without %s is refused by name", (name) => {
  const { [name]: _, ...others }: Record<string, string> = complete;
  expect(() => readFolder(folder(others))).toThrow(new RegExp(`${name} does not exist; --input`));
});

test("a folder that does not exist is refused", () => {
  expect(() => readFolder("/does/not/exist")).toThrow(
    new InputError("The folder /does/not/exist does not exist."),
  );
});

test("a file in the place of the folder is refused", () => {
  const file = path.join(folder(complete), "orders.csv");
  expect(() => readFolder(file)).toThrow("--input is a file, not a folder");
});

test("a file that cannot be read is refused with the reason", () => {
  const dir = folder({ "order-details.csv": "h\n" });
  mkdirSync(path.join(dir, "orders.csv"));
  expect(() => readFolder(dir)).toThrow("orders.csv cannot be read: it is a folder.");
});

test("an empty file is refused", () => {
  expect(() => readFolder(folder({ ...complete, "orders.csv": "" }))).toThrow(
    "orders.csv is empty",
  );
});

test("a file that is not UTF-8 is refused with its line", () => {
  const utf16 = Buffer.from("\uFEFFh\n1\n", "utf16le");
  expect(() => readFolder(folder({ ...complete, "orders.csv": utf16 }))).toThrow(
    "orders.csv, line 1: this is UTF-16; save it as UTF-8.",
  );
});
