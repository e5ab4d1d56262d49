import { assertCommandId } from "../contract/commandId.js";
import { busError } from "../contract/errors.js";
import type { Attempt } from "../contract/shared.js";

/** The longest name, actor or correlation id that is stored, in UTF-16 code units. */
export const MAX_FIELD_LENGTH = 1_024;

type Texts = Attempt & { correlationId?: string; causationId?: string | null };

/** Checks the id and the length of every text, so that each row has a bounded size. */
export function assertAttemptFits(attempt: Texts) {
  assertCommandId(attempt.commandId);
  const { tenant, type, fingerprint, actorId, correlationId, causationId } = attempt;
  const texts = { tenant, type, fingerprint, actorId, correlationId, causationId };
  for (const [field, text] of Object.entries(texts)) {
    if (text == null || text.length <= MAX_FIELD_LENGTH) continue;
    throw busError(
      "FIELD_TOO_LONG",
      `${field} has ${text.length} characters, at most ${MAX_FIELD_LENGTH} are stored.`,
    );
  }
}
