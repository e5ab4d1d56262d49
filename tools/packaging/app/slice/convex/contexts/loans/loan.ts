import { defineAggregate, defineEvents, defineRejections, ensure } from "@convex-es/platform-core";
import { v } from "convex/values";

export const loanEvents = defineEvents({
  BookLent: { loanId: v.string(), reader: v.string() },
  BookReturned: { loanId: v.string() },
});

const Loan = defineAggregate("Loan", v.object({ isOpen: v.boolean() }), {
  id: "loanId",
  events: loanEvents,
  rejections: defineRejections({ BOOK_IS_BACK: { message: "The book is back." } }),
  initial: { isOpen: true },
  evolve: { BookLent: (loan) => loan, BookReturned: () => ({ isOpen: false }) },
});

export const lendBook = Loan.creation({
  args: { reader: v.string() },
  decide: (_loan, { loanId, reader }) => loanEvents.BookLent({ loanId, reader }),
});

export const returnBook = Loan.command({
  decide: ({ isOpen }, { loanId }) => {
    ensure(isOpen, Loan.rejections.BOOK_IS_BACK);
    return loanEvents.BookReturned({ loanId });
  },
});
