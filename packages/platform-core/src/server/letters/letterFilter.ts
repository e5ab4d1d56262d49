import type { Doc } from "../../component/_generated/dataModel.js";
import type { LetterFilter } from "../../contract/letters.js";

/** Whether a letter is one of those that a filter means. */
export function passes(letter: Doc<"letters">, filter: LetterFilter): boolean {
  const { consumer, tenant, key, type, status, errorCode, before } = filter;
  return (
    (consumer ?? letter.consumer) === letter.consumer &&
    (tenant ?? letter.tenant) === letter.tenant &&
    (type ?? letter.type) === letter.type &&
    (status ?? letter.status) === letter.status &&
    (key === undefined || letter.keys.includes(key)) &&
    (errorCode === undefined || letter.error?.code === errorCode) &&
    (before === undefined || letter.putAsideAt < before)
  );
}
