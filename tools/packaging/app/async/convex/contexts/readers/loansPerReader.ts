import { defineProjection } from "../../define";
import { loanEvents } from "../loans/loan";

const { BookLent } = loanEvents;

export const loansPerReader = defineProjection("loansPerReader", {
  events: { BookLent },
  key: "reader",
  delivery: "async",
  initial: { loans: 0 },
  on: { BookLent: ({ loans }) => ({ loans: loans + 1 }) },
});
