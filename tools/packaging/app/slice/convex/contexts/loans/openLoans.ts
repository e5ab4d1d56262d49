import { defineProjection } from "../../define";
import { loanEvents } from "./loan";

export const openLoans = defineProjection("openLoans", {
  events: loanEvents,
  key: "loanId",
  initial: { reader: "" },
  on: { BookLent: (row, { reader }) => ({ ...row, reader }), BookReturned: () => null },
});
