import { loans } from "./contexts/loans";
import { openLoans } from "./contexts/loans/openLoans";
import { platform } from "./platform";

export const { lendBook, returnBook } = platform.mutations(loans);
export const { get: getOpenLoan, page: pageOpenLoans } = platform.view(openLoans);
