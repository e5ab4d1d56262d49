import { spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { withLock } from "./withLock.mjs";

test("of two commands at once the second prepares after the first", async () => {
  const root = `/somewhere/${randomUUID()}`;
  /** @type {string[]} */
  const log = [];
  const first = Promise.withResolvers();
  const work = [
    withLock(root, async () => {
      log.push("first begins");
      await first.promise;
      log.push("first ends");
    }),
    withLock(root, async () => void log.push("second")),
  ];
  first.resolve(undefined);
  await Promise.all(work);
  expect(log).toEqual(["first begins", "first ends", "second"]);
});

test("a lock whose holder failed is free", async () => {
  const root = `/somewhere/${randomUUID()}`;
  const failed = withLock(root, () => Promise.reject(new Error("no network")));
  await expect(failed).rejects.toThrow("no network");
  await expect(withLock(root, () => Promise.resolve())).resolves.toBeUndefined();
});

test("a lock whose holder was killed is taken over", async () => {
  const root = `/somewhere/${randomUUID()}`;
  const module = JSON.stringify(new URL("withLock.mjs", import.meta.url).href);
  const script = `
    const { withLock } = await import(${module});
    await withLock(${JSON.stringify(root)}, () => process.kill(process.pid, "SIGKILL"));
  `;
  const killed = spawnSync(process.execPath, ["--input-type=module", "-e", script]);
  expect(killed.signal).toBe("SIGKILL");
  await expect(withLock(root, () => Promise.resolve())).resolves.toBeUndefined();
});

test("of several commands that find a dead holder's lock, one prepares at a time", async () => {
  const root = `/somewhere/${randomUUID()}`;
  const module = JSON.stringify(new URL("withLock.mjs", import.meta.url).href);
  const dies = `
    const { withLock } = await import(${module});
    await withLock(${JSON.stringify(root)}, () => process.kill(process.pid, "SIGKILL"));
  `;
  spawnSync(process.execPath, ["--input-type=module", "-e", dies]);
  const log = path.join(await mkdtemp(path.join(tmpdir(), "lock-")), "log");
  const prepares = `
    import { appendFileSync } from "node:fs";
    const { withLock } = await import(${module});
    await withLock(${JSON.stringify(root)}, async () => {
      appendFileSync(${JSON.stringify(log)}, "begins ");
      await new Promise(setImmediate);
      appendFileSync(${JSON.stringify(log)}, "ends ");
    });
  `;
  const commands = Array.from({ length: 6 }, () =>
    spawn(process.execPath, ["--input-type=module", "-e", prepares]),
  );
  await Promise.all(commands.map((command) => once(command, "exit")));
  expect(await readFile(log, "utf8")).toBe("begins ends ".repeat(6));
});
