import { describe, expect, test } from "vitest";
import { accountEvents, bank } from "../../test/bank.js";
import { defineBoundedContext } from "../declarations/defineBoundedContext.js";
import { makeProjection } from "../declarations/defineProjection.js";
import { DeclarationError } from "../base/infrastructureError.js";
import { assertConsumers } from "./assertConsumers.js";

type Options = Partial<Parameters<typeof makeProjection>[1]>;

const declare = (options: Options) => {
  const on = { AccountOpened: () => ({}) };
  const declared = { events: accountEvents, key: "accountId", initial: {}, on, ...options };
  return makeProjection("owners", declared);
};
const wire = (options: Options) => {
  const projections = [declare(options)];
  const listing = defineBoundedContext("listing", { commands: {}, projections });
  return () => assertConsumers([bank, listing]);
};
const partitioned = { delivery: { mode: "async", partitions: 2 } } as const;

describe("partitions", () => {
  test.each(["accountId", "owner"])(
    "PR-3 of a read model keyed by the field %s are possible",
    (key) => {
      expect(wire({ ...partitioned, key })).not.toThrow();
    },
  );

  test("PR-3 of one whose key a function computes are refused with the reason and what to do", () => {
    const wiring = wire({ ...partitioned, key: () => "all" });
    expect(wiring).toThrow(DeclarationError);
    expect(wiring).toThrow(
      'the read model "owners" cannot have 2 partitions, since its key is computed by a function, which may name any row, ' +
        "or several; use one partition: name a payload field as the key to have more.",
    );
  });

  test("PR-3 RB-2 are refused in the version that is replaced, too", () => {
    const replaces = declare({ ...partitioned, key: () => "all" });
    expect(wire({ version: 2, replaces })).toThrow(/cannot have 2 partitions/);
  });

  test("PR-3 one partition is always possible", () => {
    expect(wire({ delivery: { mode: "async", partitions: 1 }, key: () => "all" })).not.toThrow();
  });
});

describe("where", () => {
  test("EV-1 names contexts and stream types that there are", () => {
    expect(wire({ where: { contexts: ["bank"], streamTypes: ["Account"] } })).not.toThrow();
  });

  test.each([
    [
      "contexts",
      { contexts: ["bank", "bnk"] },
      /where.contexts .* names the unknown "bnk".* use some of bank/,
    ],
    ["streamTypes", { streamTypes: ["account"] }, /where.streamTypes .*"account".*of Account\./],
  ])(
    "EV-1 a name in %s that does not exist is refused; the message lists those that do",
    (_, where, says) => {
      expect(wire({ where })).toThrow(DeclarationError);
      expect(wire({ where })).toThrow(says);
    },
  );
});
