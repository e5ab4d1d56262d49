import { expect, test, vi } from "vitest";
import { convexToJson, type Value } from "convex/values";
import { createEngine, type Engine } from "./createEngine.js";
import type { Committing, FunctionEnd } from "./frame/engineHooks.js";
import { placeOfId } from "./recorder/restore.js";
import { testApp } from "../../test/engineApp/app.js";

const append = (engine: Engine, stream = "s") =>
  engine.call({ fn: "log:append", args: { stream } });
const create = (customer: string) => ({ fn: "orders:create", args: { customer, amount: 1 } });

async function recorded() {
  const commits: Committing[] = [];
  const ends: FunctionEnd[] = [];
  const hooks = {
    onCommit: (commit: Committing) => void commits.push(commit),
    onFunction: (end: FunctionEnd) => void ends.push(end),
  };
  const engine = await createEngine(testApp, { mirror: true, hooks });
  return { engine, commits, ends };
}

test("a host is told the timestamp with which a transaction commits, one after the other and at once", async () => {
  const { engine, commits } = await recorded();
  const positions = await Promise.all([append(engine), append(engine, "t"), append(engine)]);
  const last = await append(engine);
  expect(commits.map(({ ts }) => ts)).toEqual([...positions, last].map(({ value }) => value));
  expect(commits.map(({ writes }) => writes[0]?.after?.position)).toEqual(
    commits.map(({ ts }) => ts),
  );
  expect((await engine.call({ fn: "log:last" })).value).toBe(last.value);
});

test("what the host throws undoes the transaction", async () => {
  const onCommit = () => {
    throw new Error("disk full");
  };
  const engine = await createEngine(testApp, { mirror: true, hooks: { onCommit } });
  await expect(engine.call(create("a"))).rejects.toThrow("disk full");
  expect((await engine.call({ fn: "orders:all" })).value).toEqual([]);
});

test("the origin of a call comes with its commit, and its value", async () => {
  const { engine, commits } = await recorded();
  const { value } = await engine.call(create("a"), "request 1");
  expect(commits).toMatchObject([{ origin: "request 1", value, job: null }]);
});

test("a component comes back with the same ids and creation times, and uses no id again", async () => {
  const { engine, commits } = await recorded();
  await engine.call(create("a"));
  await engine.call({ fn: "orders:fail", args: { customer: "x" } }).catch(() => null);
  await engine.call(create("b"));
  const before = (await engine.call({ fn: "orders:all" })).value as Value;
  const documents = commits.flatMap(({ writes }) => writes.flatMap(({ after }) => after ?? []));
  const idsUsed = Math.max(...documents.map(({ _id }) => placeOfId(_id))) + 1;

  const again = await recorded();
  await again.engine.restore("", { documents, jobs: [], idsUsed });

  const after = (await again.engine.call({ fn: "orders:all" })).value as Value;
  expect(convexToJson(after)).toEqual(convexToJson(before));
  await again.engine.call(create("c"));
  const next = again.commits.at(-1)?.writes[0]?.id ?? "";
  expect(placeOfId(next)).toBe(idsUsed);
});

test("a snapshot answers all its queries from one state, a failing one by its error", async () => {
  const { engine } = await recorded();
  const writes = [create("a"), create("b"), create("c")].map((one) => engine.call(one));
  const { results, ts } = await engine.snapshot([
    { fn: "orders:all" },
    { fn: "orders:missing" },
    { fn: "orders:all" },
  ]);
  await Promise.all(writes);
  expect(results.map(({ ok }) => ok)).toEqual([true, false, true]);
  const [first, , last] = results;
  expect(first).toMatchObject({ value: (last as { value: unknown }).value });
  expect(ts).toBeTypeOf("bigint");
});

test("the host hears of every function a client called, with what it read and wrote", async () => {
  const { engine, ends } = await recorded();
  await engine.call(create("a"));
  await engine.call({ fn: "orders:fail", args: { customer: "x" } }).catch(() => null);
  expect(ends).toMatchObject([
    { info: { name: "orders:create" }, error: null, footprint: { counts: { docsWritten: 1 } } },
    { info: { name: "orders:fail" }, error: expect.any(Error) },
  ]);
});

test("a scheduled function commits together with the end of its job", async () => {
  vi.useFakeTimers();
  const { engine, commits } = await recorded();
  await engine.call({ fn: "orders:later", args: { ms: 1000 } });
  await engine.t.finishAllScheduledFunctions(() => vi.advanceTimersByTime(1000));
  const scheduled = commits[0]?.writes.find(({ op }) => op === "schedule");
  expect(commits[1]?.job).toEqual({ component: "", id: scheduled?.id });
  vi.useRealTimers();
});

test("a stopped engine starts no scheduled function", async () => {
  vi.useFakeTimers();
  const { engine, commits } = await recorded();
  await engine.call({ fn: "orders:later", args: { ms: 1000 } });
  engine.stop();
  await vi.advanceTimersByTimeAsync(5000);
  expect(commits).toHaveLength(1);
  vi.useRealTimers();
});

test("a document that does not fit the schema is named", async () => {
  const { engine } = await recorded();
  const documents = [{ _id: "10000orders", _creationTime: 1, customer: 7, amount: 1 }];
  const content = { documents, jobs: [], idsUsed: 1 };
  await expect(engine.restore("", content)).rejects.toThrow(
    'Document with ID "10000orders" in table "orders" does not match the schema',
  );
});
