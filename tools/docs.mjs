// The API reference as pages in docs/api, from the docstrings; --check judges them and writes
// nothing. Ends with 1 when a link leads nowhere or an exported name has no docstring.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { makeReference } from "./docs/makeReference.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const { values } = parseArgs({
  options: { check: { type: "boolean", default: false }, help: { type: "boolean", short: "h" } },
});

if (values.help) process.stdout.write("npm run docs [-- --check]\n");
else await make();

async function make() {
  const folder = path.join(root, "docs/api");
  const complaints = await makeReference(root, values.check ? {} : { folder });
  for (const line of complaints) process.stdout.write(`${line}\n`);
  if (complaints.length > 0) process.exitCode = 1;
  else if (!values.check) process.stdout.write("docs/api/index.html\n");
}
