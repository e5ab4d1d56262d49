import { given } from "@convex-es/platform-testing";
import { test } from "vitest";
import { loanEvents } from "../loans/loan";
import { loansPerReader } from "./loansPerReader";

const { BookLent } = loanEvents;

test("loans of a reader are counted", async () => {
  await given([
    BookLent({ loanId: "l-1", reader: "Ada" }),
    BookLent({ loanId: "l-2", reader: "Ada" }),
  ]).projects(loansPerReader, { loans: 2 });
});
