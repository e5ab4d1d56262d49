// The app in plain Node: its own mutation, a command, the same command again, a rejection, a query, an async read model.
import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { createEngine } from "@convex-es/platform-testing/engine";
import { loadApp } from "@convex-es/platform-testing/node";

const engine = await createEngine(await loadApp("./convex"));
const identity = { tokenIdentifier: "outside|ada", issuer: "outside", subject: "ada" };
/** @param {string} fn @param {Record<string, any>} args */
const call = async (fn, args) => (await engine.call({ fn, args, identity })).value;

const loanId = "l-1";
const lend = { loanId, reader: "Ada", meta: { commandId: "lend-1" } };
await call("books:addBook", { title: "Emma" });
const lent = await call("loans:lendBook", lend);
assert.equal(lent.status, "executed");
assert.deepEqual(await call("loans:lendBook", lend), lent);
assert.equal((await call("loans:lendBook", { loanId, reader: "Bob" })).code, "ALREADY_EXISTS");
assert.equal((await call("loans:getOpenLoan", { key: loanId })).reader, "Ada");
assert.equal((await call("loans:returnBook", { loanId })).version, 2);
assert.equal(await call("loans:getOpenLoan", { key: loanId }), null);
assert.deepEqual(await call("books:listTitles", {}), ["Emma"]);
const ofAda = () => call("readers:getLoansOfReader", { key: "Ada" });
for (let tries = 0; (await ofAda()) === null && tries < 100; tries++) await setTimeout(50);
assert.equal((await ofAda()).loans, 1);
process.stdout.write("ran\n");
