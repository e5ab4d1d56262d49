import { v, type Infer } from "convex/values";
import type { Doc } from "../../component/_generated/dataModel.js";
import { vLetterStatus } from "../tables/letterFields.js";

export const vLetterFilter = v.object({
  projection: v.optional(v.string()),
  tenant: v.optional(v.string()),
  /** A row's key. */
  key: v.optional(v.string()),
  /** The type under which the event is stored. */
  type: v.optional(v.string()),
  status: v.optional(vLetterStatus),
  /** The code of what the last attempt failed with. */
  errorCode: v.optional(v.string()),
  /** Put aside before this time, in milliseconds since 1970. */
  before: v.optional(v.number()),
});
/** Which letters are meant: those that have all of it. */
export type LetterFilter = Infer<typeof vLetterFilter>;

/** Whether a letter is one of those that a filter means. */
export function passes(letter: Doc<"letters">, filter: LetterFilter): boolean {
  const { projection, tenant, key, type, status, errorCode, before } = filter;
  return (
    (projection ?? letter.projection) === letter.projection &&
    (tenant ?? letter.tenant) === letter.tenant &&
    (type ?? letter.type) === letter.type &&
    (status ?? letter.status) === letter.status &&
    (key === undefined || letter.keys.includes(key)) &&
    (errorCode === undefined || letter.error?.code === errorCode) &&
    (before === undefined || letter.putAsideAt < before)
  );
}
