import { describe, expect, test } from "vitest";
import { closeAccount } from "../../../test/bank.js";
import { ann, withAccount } from "../../../test/initConvexTest.js";
import { layered, sendDeposit } from "../../../test/platformWith.js";
import {
  authorisation,
  defineMiddleware,
  domainValidation,
  logging,
  rateLimit,
  refuse,
  stepOrder,
  structureValidation,
} from "../../middleware.js";
import { stepsOf } from "./stepsOf.js";

const names = (...given: Parameters<typeof stepsOf>[0]) => stepsOf(given).map(({ name }) => name);
const closed = refuse("FORBIDDEN", "We are closed.", null);
const closing = (name: string, order: number) =>
  defineMiddleware(name, { order, before: () => ({ outcome: closed }) });
const passing = (name: string) => defineMiddleware(name, { order: 1, before: () => undefined });

describe("the steps of a command", () => {
  test("OR-1 validate, actor, authorise, dedupe, rate limit, in this order", () => {
    expect(names()).toEqual([
      ...["logging", "arguments", "structureValidation", "domainValidation"],
      ...["actor", "authorisation", "dedupe", "rateLimit"],
    ]);
  });

  test("OR-3 the built-in ones are exported, each with its order", () => {
    const built = [logging, structureValidation, domainValidation, authorisation, rateLimit];
    const orders = built.map(({ name, order }) => [name, order]);
    expect(orders).toEqual(
      built.map(({ name }) => [name, stepOrder[name as keyof typeof stepOrder]]),
    );
  });

  test("OR-3 a built-in one may be moved", () => {
    expect(names({ ...authorisation, order: 650 }).slice(-3)).toEqual([
      ...["dedupe", "authorisation", "rateLimit"],
    ]);
  });
});

describe("a layer that is named like a built-in one takes its place", () => {
  test.each(["structureValidation", "domainValidation"])("OR-3 %s", async (name) => {
    const [strict, lax] = [layered(), layered(passing(name))];
    const t = await withAccount();
    const args = name === "domainValidation" ? { cents: -5 } : { accountId: "" };
    expect(await sendDeposit(t, strict, { args })).toMatchObject({ code: "INVALID_INPUT" });
    expect((await sendDeposit(t, lax, { args })).status).not.toBe("refused");
  });

  test("OR-3 authorisation", async () => {
    const t = await withAccount();
    const close = (platform: ReturnType<typeof layered>) =>
      t.mutation((ctx) =>
        platform.execute(ctx, closeAccount, { actor: ann, args: { accountId: "a" } }),
      );
    expect(await close(layered())).toMatchObject({ code: "FORBIDDEN" });
    expect(await close(layered(passing("authorisation")))).toMatchObject({ status: "executed" });
  });

  test.each(["logging", "rateLimit"])("OR-3 %s", async (name) => {
    const outcome = await sendDeposit(await withAccount(), layered(closing(name, 700)));
    expect(outcome).toEqual(closed);
  });
});

describe("a mistake in the list is told at declaration", () => {
  test.each(["actor", "dedupe", "arguments"])("OR-3 the step %s cannot be replaced", (name) => {
    expect(() => layered(passing(name))).toThrow(`the step "${name}" cannot be replaced`);
  });

  test("OR-3 two layers of one name", () => {
    expect(() => layered(passing("one"), passing("one"))).toThrow(/two middlewares.*"one"/);
  });

  test("OR-3 what is not a middleware", () => {
    expect(() => layered({ name: "mine", order: 1 })).toThrow(/"mine" is not a middleware/);
  });

  test.each(["", "My Hook", "9"])("OR-3 %j is not a name", (name) => {
    expect(() => passing(name)).toThrow(/is not a valid name; use camelCase/);
  });

  test.each([Number.NaN, Infinity, "1"])("OR-3 %s is not an order", (order) => {
    expect(() => defineMiddleware("mine", { order: order as number })).toThrow(/must be a number/);
  });
});
