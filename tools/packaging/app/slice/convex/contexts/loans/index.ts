import { defineBoundedContext } from "@convex-es/platform-core";
import { lendBook, returnBook } from "./loan";
import { openLoans } from "./openLoans";

export const loans = defineBoundedContext("loans", {
  commands: { lendBook, returnBook },
  projections: [openLoans],
});
