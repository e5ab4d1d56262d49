import { describeFailure } from "../consumers/describeFailure.js";
import type { Failure } from "../contract/failure.js";
import type { AnswerOf, InputOf } from "../contract/operations.js";
import type { Logger } from "../logging/createLogger.js";

type PageOperation<Ctx, Name extends "applyPage" | "applyLetter"> = (
  ctx: Ctx,
  input: InputOf<Name>,
) => Promise<AnswerOf<Name>>;

// A line has a message of its own.
const failureFieldsOf = ({ message: error, ...failure }: Failure) => ({ error, ...failure });

/** Writes an ERROR line for each event of a page that a consumer could not apply; INFO for a page that failed and is tried in smaller ones. */
export const loggingPage =
  <Ctx>(log: Logger, apply: PageOperation<Ctx, "applyPage">): PageOperation<Ctx, "applyPage"> =>
  async (ctx, input) => {
    const { consumer, version, generation, limit } = input;
    const model = { consumer, version, generation };
    const page = await apply(ctx, input).catch((error: unknown) => {
      log.info("page failed", { ...model, limit, ...failureFieldsOf(describeFailure(error)) });
      throw error;
    });
    for (const { event, error } of page.aside) {
      if (error === null) continue;
      const { store, eventId, type, streamType, streamId, version: of } = event;
      const about = { store, eventId, type, streamType, streamId, eventVersion: of };
      log.error("event failed", { ...model, ...about, attempt: 1, ...failureFieldsOf(error) });
    }
    return page;
  };

/** Writes an ERROR line for an event that failed again. */
export const loggingLetter =
  <Ctx>(log: Logger, apply: PageOperation<Ctx, "applyLetter">): PageOperation<Ctx, "applyLetter"> =>
  async (ctx, input) => {
    try {
      return await apply(ctx, input);
    } catch (error) {
      const { consumer, version, generation, store, eventId, attempt } = input;
      const about = { consumer, version, generation, store, eventId, attempt };
      log.error("event failed", { ...about, ...failureFieldsOf(describeFailure(error)) });
      throw error;
    }
  };
