import { given } from "@convex-es/platform-testing";
import { test } from "vitest";
import { lendBook, loanEvents, returnBook } from "./loan";
import { openLoans } from "./openLoans";

const loan = { loanId: "l-1", reader: "Ada" };
const [lent, returned] = [loanEvents.BookLent(loan), loanEvents.BookReturned({ loanId: "l-1" })];

test("a book is lent, returned once and listed in between", async () => {
  await given([]).when(lendBook, loan).then([lent]);
  await given([lent]).when(returnBook, { loanId: "l-1" }).then([returned]);
  await given([lent, returned]).when(returnBook, { loanId: "l-1" }).rejects("BOOK_IS_BACK");
  await given([lent]).projects(openLoans, { reader: "Ada" });
});
