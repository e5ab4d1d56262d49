import { checkedCopy } from "../base/checkedCopy.js";
import type { Consumers } from "../consumers/Consumers.js";
import { infrastructureError } from "../base/infrastructureError.js";
import type { DeadLetter } from "./DeadLetter.js";
import type { Edited } from "../contract/letters.js";

/** A payload for the event of a letter, in its newest version; throws INVALID_EVENT where it does not fit its declaration. */
export function editedPayload(
  consumers: Consumers,
  { consumer, type }: Pick<DeadLetter, "consumer" | "type">,
  payload: unknown,
): Edited {
  const chain = consumers.named(consumer).source.chains.get(type);
  if (chain === undefined || chain.validator === null) {
    throw infrastructureError(
      "INVALID_EVENT",
      `${type} has no declaration that an edited payload could fit: it is read as other events.`,
    );
  }
  const blame = { code: "INVALID_EVENT", what: `The edited payload of ${type}` } as const;
  return { payload: checkedCopy(payload, chain.validator, blame), schemaVersion: chain.newest };
}
