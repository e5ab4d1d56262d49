import { sendCommand, unwrap } from "@convex-es/platform-core/client";
import type { ConvexHttpClient } from "convex/browser";
import { api } from "../convex/_generated/api";

const command = { mutation: api.loans.returnBook, args: { loanId: "l-1" } };

/** Code of a browser, typed to the last literal through the generated api. */
export async function returnBook(client: ConvexHttpClient): Promise<number> {
  const outcome = await sendCommand(client, command);
  // @ts-expect-error: BOOK_IS_BACk is not a code of this command.
  if (outcome.status === "rejected" && outcome.code === "BOOK_IS_BACk") return 0;
  if (outcome.status === "rejected" && outcome.code === "BOOK_IS_BACK") return 0;
  return unwrap(outcome).version;
}
