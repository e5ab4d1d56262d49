import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { createLogger, logLevels, type LogLevel } from "../logging.js";

function collected(level?: LogLevel) {
  const lines: string[] = [];
  const logger = createLogger("test", { level, sink: (line) => void lines.push(line) });
  return { logger, lines, parsed: () => lines.map((line) => JSON.parse(line) as object) };
}

const methodOf = (level: LogLevel) => level.toLowerCase() as Lowercase<LogLevel>;

describe("levels", () => {
  test("OR-7 DEBUG < TRACE < INFO < REPORT < WARN < ERROR", () => {
    expect(logLevels).toEqual(["DEBUG", "TRACE", "INFO", "REPORT", "WARN", "ERROR"]);
  });

  test.each(logLevels)("OR-7 a logger of level %s writes that and graver ones", (least) => {
    const { logger, parsed } = collected(least);
    for (const level of logLevels) logger[methodOf(level)]("said");
    const graver = logLevels.slice(logLevels.indexOf(least));
    expect(parsed()).toEqual(graver.map((level) => ({ level, scope: "test", message: "said" })));
  });

  test("OR-7 the default is WARN", () => {
    const { logger, lines } = collected();
    logger.report("quiet");
    logger.warn("loud");
    expect(lines).toHaveLength(1);
    expect([logger.writes("REPORT"), logger.writes("WARN")]).toEqual([false, true]);
  });
});

describe("a line", () => {
  test("OR-7 is one line of JSON with level, scope, message and fields", () => {
    const { logger, lines, parsed } = collected("INFO");
    logger.within("import").info("two\nlines", { rows: 2 });
    expect(lines.join("")).not.toContain("\n");
    expect(parsed()).toEqual([
      { level: "INFO", scope: "test.import", message: "two\nlines", rows: 2 },
    ]);
  });

  test("OR-7 a field cannot take the place of the level, the scope or the message", () => {
    const { logger, parsed } = collected("INFO");
    logger.info("said", { level: "ERROR", scope: "other", message: "forged" });
    expect(parsed()).toEqual([{ level: "INFO", scope: "test", message: "said" }]);
  });

  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  test.each([
    ["int64", 2n ** 63n - 1n, "9223372036854775807"],
    ["a cycle", cycle, { self: "[cycle]" }],
    ["NaN", Number.NaN, "NaN"],
    ["an error", new Error("broken"), "broken"],
    ["bytes", new ArrayBuffer(3), "[3 bytes]"],
    ["a function", () => 1, "[function]"],
    ["a symbol", Symbol("s"), "[symbol]"],
    ["a list of int64", [1n], ["1"]],
  ])("OR-7 never throws: %s", (_what, value, shown) => {
    const { logger, parsed } = collected("INFO");
    logger.info("said", { value });
    expect(parsed()).toMatchObject([{ value: shown }]);
  });

  test("OR-7 never throws: a getter that does, a hostile proxy, a toJSON that throws", () => {
    const hostile = new Proxy({}, { ownKeys: () => expect.unreachable("no keys") });
    const getter = Object.defineProperty({}, "x", {
      enumerable: true,
      get: () => expect.unreachable("no value"),
    });
    const json = { toJSON: () => expect.unreachable("no JSON"), a: 1 };
    const { logger, parsed } = collected("INFO");
    logger.info("said", { hostile, getter, json });
    expect(parsed()).toMatchObject([
      { hostile: "[unreadable]", getter: { x: "[unreadable]" }, json: { a: 1 } },
    ]);
  });

  test("OR-7 never throws: a sink that does", () => {
    const logger = createLogger("test", { sink: () => expect.unreachable("disk full") });
    expect(() => logger.error("said")).not.toThrow();
  });

  test("OR-7 that Convex would cut is shortened to what it is about", () => {
    const { logger, lines, parsed } = collected("INFO");
    logger.info("said", { text: "x".repeat(10_000) });
    expect(lines[0]?.length).toBeLessThan(200);
    expect(parsed()).toMatchObject([{ message: "said", truncated: expect.any(Number) as number }]);
  });

  test("OR-7 of whatever values is JSON again and never throws", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything({ withBigInt: true })), (fields) => {
        const { logger, parsed } = collected("DEBUG");
        logger.debug("said", fields);
        expect(parsed()).toHaveLength(1);
      }),
    );
  });
});

test.each([
  ["INFO", "log"],
  ["WARN", "warn"],
  ["ERROR", "error"],
] as const)("OR-7 without a sink a line of level %s goes to console.%s", (level, method) => {
  const spy = vi.spyOn(console, method).mockImplementation(() => undefined);
  createLogger("test", { level })[methodOf(level)]("said");
  expect(spy).toHaveBeenCalledExactlyOnceWith(
    JSON.stringify({ level, scope: "test", message: "said" }),
  );
  spy.mockRestore();
});

test("OR-7 a sink that turns out to be asynchronous, and fails, harms nobody", async () => {
  const sink = vi.fn((): void => Promise.reject(new Error("disk full")) as never);
  createLogger("x", { sink }).error("a line");
  expect(sink).toHaveBeenCalledOnce();
  // An unhandled rejection would fail this test run.
  await new Promise((resolve) => setTimeout(resolve));
});
