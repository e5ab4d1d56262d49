import { describe, expect, test } from "vitest";
import { ann, dump, failureOf, withAccount } from "../../test/initConvexTest.js";
import { platformWith, sendDeposit } from "../../test/platformWith.js";
import { defineMiddleware } from "../middleware.js";
import type { CommandLogOptions } from "./CommandLog.js";

function logging(options: CommandLogOptions = {}, fails = false) {
  const lines: Record<string, unknown>[] = [];
  const sink = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  const broken = defineMiddleware("broken", {
    order: 900,
    after: () => {
      if (fails) throw new Error("a secret of ann");
    },
  });
  return { lines, platform: platformWith({ log: { sink, ...options }, middleware: [broken] }) };
}

const meta = { commandId: "c-1", correlationId: "k-1" };

describe("one line per command", () => {
  test("OR-7 REPORT tells command, ids, outcome, duration and documents", async () => {
    const { lines, platform } = logging({ level: "REPORT" });
    await sendDeposit(await withAccount(), platform, meta);
    expect(lines).toEqual([
      {
        ...{ level: "REPORT", scope: "commands", message: "command", ...meta },
        ...{ command: "bank.deposit", outcome: "executed", repeated: false },
        durationMs: expect.any(Number) as number,
        documentsRead: expect.any(Number) as number,
        documentsWritten: expect.any(Number) as number,
      },
    ]);
    expect(lines[0]?.["documentsWritten"]).toBeGreaterThan(0);
  });

  test("OR-7 a repeat is told as one, and writes nothing", async () => {
    const { lines, platform } = logging({ level: "REPORT" });
    const t = await withAccount();
    await sendDeposit(t, platform, meta);
    await sendDeposit(t, platform, meta);
    expect(lines[1]).toMatchObject({ outcome: "executed", repeated: true, documentsWritten: 0 });
  });

  test("OR-7 a rejection is told with its code", async () => {
    const { lines, platform } = logging({ level: "REPORT" });
    await sendDeposit(await withAccount(), platform, { ...meta, args: { accountId: "none" } });
    expect(lines).toMatchObject([{ level: "REPORT", outcome: "rejected", code: "NOT_FOUND" }]);
  });

  test("CB-3 a refusal is logged and counted at INFO with its code", async () => {
    const { lines, platform } = logging({ level: "INFO" });
    await sendDeposit(await withAccount(), platform, { ...meta, args: { cents: -1 } });
    expect(lines).toMatchObject([
      { level: "INFO", message: "refused", code: "INVALID_INPUT", count: 1, commandId: "c-1" },
    ]);
  });

  test("CB-3 also the refusal of fields that Convex cannot hold", async () => {
    const { lines, platform } = logging({ level: "INFO" });
    const args = { accountId: "\ud800" };
    await sendDeposit(await withAccount(), platform, { ...meta, args });
    expect(lines).toMatchObject([{ message: "refused", code: "INVALID_INPUT", count: 1 }]);
  });

  test("OR-10 a hook that fails is an ERROR, not one refusal among others", async () => {
    const lines: string[] = [];
    const failing = defineMiddleware("failing", {
      order: 50,
      before: () => {
        throw new Error("a bug");
      },
    });
    const log = { sink: (line: string) => void lines.push(line) };
    const platform = platformWith({ log, middleware: [failing] });
    await sendDeposit(await withAccount(), platform, meta);
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { level: "ERROR", message: "refused", code: "HOOK_FAILED" },
    ]);
  });

  test("OR-7 what rolls the command back is an ERROR with its code", async () => {
    const { lines, platform } = logging({}, true);
    await failureOf(sendDeposit(await withAccount(), platform, meta));
    expect(lines).toMatchObject([
      { level: "ERROR", outcome: "failed", code: "HOOK_FAILED", retryable: false, ...meta },
    ]);
  });

  test("OR-10 and with the place in the app's code where it was thrown, once", async () => {
    const { lines, platform } = logging({}, true);
    await failureOf(sendDeposit(await withAccount(), platform, meta));
    expect(lines).toHaveLength(1);
    const [innermost] = lines[0]?.["stack"] as string[];
    expect(innermost).toMatch(/^at .*CommandLog\.test\.ts:\d+:\d+/);
  });
});

describe("what is kept out", () => {
  test("OR-7 no payload and no personal field, not of an error either", async () => {
    for (const fails of [false, true]) {
      const { lines, platform } = logging({ level: "DEBUG" }, fails);
      await sendDeposit(await withAccount(), platform, meta).catch(() => undefined);
      expect(JSON.stringify(lines)).not.toMatch(/ann|cents|accountId|secret/);
      expect(lines).toHaveLength(1);
    }
  });

  test("OR-7 unless asked for", async () => {
    const { lines, platform } = logging({ level: "REPORT", include: ["actor", "args"] });
    await sendDeposit(await withAccount(), platform, meta);
    expect(lines).toMatchObject([{ actor: ann.id, args: { accountId: "a", cents: 5 } }]);
  });

  test("OR-7 by default a platform is silent unless something goes wrong", async () => {
    const { lines, platform } = logging();
    const t = await withAccount();
    await sendDeposit(t, platform, meta);
    await sendDeposit(t, platform, { args: { cents: -1 } });
    expect(lines).toEqual([]);
  });

  test("OR-7 logging writes no document", async () => {
    const t = await withAccount();
    const before = await dump(t);
    const { platform } = logging({ level: "DEBUG" });
    await sendDeposit(t, platform, { args: { cents: -1 } });
    expect(await dump(t)).toEqual(before);
  });
});
