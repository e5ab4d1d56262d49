import { expect, test, vi } from "vitest";
import { api } from "../convex/_generated/api";
import { initConvexTest } from "./initConvexTest";

test("the app's own tables and functions work as before", async () => {
  const t = initConvexTest();
  await t.mutation(api.books.addBook, { title: "Emma" });
  expect(await t.query(api.books.listTitles, {})).toEqual(["Emma"]);
});

test("a command goes from the public mutation to the read model", async () => {
  const t = initConvexTest().withIdentity({ subject: "ada" });
  const outcome = await t.mutation(api.loans.lendBook, { loanId: "l-1", reader: "Ada" });
  expect(outcome).toMatchObject({ status: "executed", version: 1 });
  expect(await t.query(api.loans.getOpenLoan, { key: "l-1" })).toMatchObject({ reader: "Ada" });
});

test("an async read model follows the log", async () => {
  vi.useFakeTimers();
  const t = initConvexTest();
  const ada = t.withIdentity({ subject: "ada" });
  await ada.mutation(api.loans.lendBook, { loanId: "l-1", reader: "Ada" });
  await t.finishAllScheduledFunctions(() => vi.advanceTimersByTime(100));
  vi.useRealTimers();
  expect(await ada.query(api.readers.getLoansOfReader, { key: "Ada" })).toMatchObject({ loans: 1 });
});
