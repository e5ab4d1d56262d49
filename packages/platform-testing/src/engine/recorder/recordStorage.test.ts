import {
  actionGeneric as action,
  mutationGeneric as mutation,
  queryGeneric as query,
  type GenericActionCtx,
  type GenericDataModel,
} from "convex/server";
import { v, type GenericId } from "convex/values";
import { expect, test } from "vitest";
import { overlaps } from "../race/conflicts.js";
import { createEngine } from "../createEngine.js";

const args = { id: v.string() };
const idIn = ({ id }: { id: string }) => id as GenericId<"_storage">;

const files = {
  store: action({
    args: { text: v.string() },
    handler: async (ctx: GenericActionCtx<GenericDataModel>, { text }) =>
      ctx.storage.store(new Blob([text])),
  }),
  url: query({ args, handler: async (ctx, file) => ctx.storage.getUrl(idIn(file)) }),
  remove: mutation({ args, handler: async (ctx, file) => ctx.storage.delete(idIn(file)) }),
  keep: mutation({
    args: { text: v.string() },
    handler: async (ctx, { text }) => {
      const id = await ctx.storage.store(new Blob([text], { type: "text/plain" }));
      const stored = await ctx.storage.get(id);
      const { filesWritten, fileWriteBytes, filesRead } = await ctx.meta.getTransactionMetrics();
      const used = [filesWritten.used, fileWriteBytes.used, filesRead.used];
      return { id, text: await stored?.text(), type: stored?.type, used };
    },
  }),
  readTwice: mutation({
    args,
    handler: async (ctx, file) => {
      const found = [await ctx.storage.get(idIn(file)), await ctx.storage.get(idIn(file))];
      const { filesRead, fileReadBytes } = await ctx.meta.getTransactionMetrics();
      return { used: [filesRead.used, fileReadBytes.used], text: await found[1]?.text() };
    },
  }),
  keepMany: mutation({
    args: { count: v.number() },
    handler: async (ctx, { count }) => {
      for (let n = 0; n < count; n++) await ctx.storage.store(new Blob([`${n}`]));
    },
  }),
  uploadUrl: mutation({ args: {}, handler: async (ctx) => ctx.storage.generateUploadUrl() }),
};

async function engineWithFiles() {
  const modules = { "./_generated/api.js": async () => ({}), "./files.ts": async () => files };
  const engine = await createEngine({ "": { schema: null, modules } });
  const store = async (text: string) =>
    (await engine.call({ fn: "files:store", args: { text } })).value as string;
  return { engine, store };
}

test("the address of a file is a read of its row, which its deletion writes", async () => {
  const { engine, store } = await engineWithFiles();
  const [id, other] = [await store("a"), await store("b")];
  const read = await engine.footprint({ fn: "files:url", args: { id } });
  const deletion = await engine.footprint({ fn: "files:remove", args: { id } });
  const unrelated = await engine.footprint({ fn: "files:remove", args: { id: other } });
  expect(overlaps(read.reads, deletion.writes)).toHaveLength(1);
  expect(overlaps(read.reads, unrelated.writes)).toEqual([]);
});

test("two deletions of one file conflict, of two files they do not", async () => {
  const { engine, store } = await engineWithFiles();
  const [id, other] = [await store("a"), await store("b")];
  const remove = (file: string) => ({ fn: "files:remove", args: { id: file } });
  expect(await engine.conflicts(remove(id), remove(id))).not.toEqual([]);
  expect(await engine.conflicts(remove(id), remove(other))).toEqual([]);
});

test("a file that is not there cannot be deleted", async () => {
  const { engine, store } = await engineWithFiles();
  const id = await store("a");
  await engine.call({ fn: "files:remove", args: { id } });
  await expect(engine.call({ fn: "files:remove", args: { id } })).rejects.toThrow("was not found");
  expect((await engine.call({ fn: "files:url", args: { id } })).value).toBeNull();
});

test("a mutation stores a file in its own transaction, and reads it", async () => {
  const { engine } = await engineWithFiles();
  const { value, footprint } = await engine.call({ fn: "files:keep", args: { text: "abc" } });
  const { id } = value as { id: string };
  expect(value).toEqual({ id, text: "abc", type: "text/plain", used: [1, 3, 0] });
  expect(footprint.writes).toMatchObject([{ op: "insert", table: "_storage", id }]);
  const read = await engine.call({ fn: "files:readTwice", args: { id } });
  expect(read.value).toEqual({ used: [1, 3], text: "abc" });
});

test("a mutation stores at most ten files", async () => {
  const { engine } = await engineWithFiles();
  await engine.call({ fn: "files:keepMany", args: { count: 10 } });
  const eleven = engine.call({ fn: "files:keepMany", args: { count: 11 } });
  await expect(eleven).rejects.toThrow("Too many files stored by this mutation (limit: 10)");
});

test("an address for uploads touches nothing", async () => {
  const { engine } = await engineWithFiles();
  const { reads, writes } = await engine.footprint({ fn: "files:uploadUrl" });
  expect([...reads, ...writes]).toEqual([]);
});
