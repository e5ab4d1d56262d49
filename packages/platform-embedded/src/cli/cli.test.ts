import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { hostDeployment } from "../host/hostDeployment.js";
import { scratchDirectory } from "../../test/scratchDirectory.js";
import { runCommand } from "./runCommand.js";

const said = async (...args: string[]): Promise<string> => {
  using write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  await runCommand(args);
  return write.mock.calls
    .map(([text]) => String(text))
    .join("")
    .trim();
};

test("--help says what there is", async () => {
  expect(await said("--help")).toContain("npx platform-embedded token --subject ana");
});

test.for([
  ["an unknown command", ["stop"], 'unknown command "stop"; known: start'],
  ["an unknown option", ["--prot", "1"], "--prot"],
  ["an invalid port", ["--port", "99999"], '"99999" is not a valid port'],
  ["an unknown fsync policy", ["--fsync", "sometimes"], "known: always"],
  ["claims that are not an object", ["token", "--claims", "[]"], "--claims must be a JSON object"],
  ["a token for nobody", ["token"], "token needs --subject"],
  ["an export to nowhere", ["export"], "name the file"],
  ["a public address without a secret", ["--host", "0.0.0.0", "--in-memory"], "set a secret"],
] as const)("%s is explained", async ([, args, reason]) => {
  await expect(runCommand(args)).rejects.toThrow(reason);
});

test("a port that is taken is explained", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await expect(runCommand(["--in-memory", "--port", String(port)])).rejects.toThrow("is taken");
  server.close();
});

test("a token made on the command line signs in at the deployment of that directory", async () => {
  using scratch = scratchDirectory();
  const token = await said(
    "token",
    "--data-dir",
    scratch.path,
    "--subject",
    "ana",
    "--roles",
    "a,b",
  );
  await using deployment = await hostDeployment({ dataDirectory: scratch.path });
  const headers = { authorization: `Bearer ${token}` };
  const body = JSON.stringify({ path: "none:none", args: {} });
  const answer = await fetch(`${deployment.url}/api/query`, { method: "POST", headers, body });
  expect(answer.status).toBe(200);
});

const rows = [
  { component: "", document: { _creationTime: 1, _id: "10000notes", text: "a" } },
  {
    component: "log",
    document: { _creationTime: 2.5, _id: "10007rows", big: { $integer: "AQAAAAAAAAA=" } },
  },
];

test("what is imported is exported again, with ids and creation times", async () => {
  using scratch = scratchDirectory();
  const [input, output] = [path.join(scratch.path, "in"), path.join(scratch.path, "out")];
  const data = path.join(scratch.path, "data");
  writeFileSync(input, rows.map((row) => JSON.stringify(row)).join("\n"));
  expect(await said("import", input, "--data-dir", data)).toContain("2 documents");
  expect(await said("export", output, "--data-dir", data)).toContain("2 documents");
  const lines = readFileSync(output, "utf8").trim().split("\n");
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual(rows);
});

test("nothing is imported over documents", async () => {
  using scratch = scratchDirectory();
  const input = path.join(scratch.path, "in");
  writeFileSync(input, JSON.stringify(rows[0]));
  const data = path.join(scratch.path, "data");
  await said("import", input, "--data-dir", data);
  await expect(runCommand(["import", input, "--data-dir", data])).rejects.toThrow("reset");
});

test("a line that is not a document is named", async () => {
  using scratch = scratchDirectory();
  const input = path.join(scratch.path, "in");
  writeFileSync(input, `${JSON.stringify(rows[0])}\n{"document":7}`);
  await expect(
    runCommand(["import", input, "--data-dir", path.join(scratch.path, "data")]),
  ).rejects.toThrow("line 2 is not an exported document");
});

test("reset forgets everything, and only while nothing runs there", async () => {
  using scratch = scratchDirectory();
  const data = path.join(scratch.path, "data");
  const deployment = await hostDeployment({ dataDirectory: data });
  await expect(runCommand(["reset", "--data-dir", data])).rejects.toThrow("in use");
  await deployment.close();
  await said("reset", "--data-dir", data);
  expect(existsSync(data)).toBe(false);
});
