import { Cron } from "croner";

// The library takes more than Convex does: "?", "+5", and steps that start at nothing.
const fieldOfConvex = /^[\d*a-z](?!.*,\/)[\da-z*,\-/#]*$/i;

/**
 * The first minute after `after`, in UTC and milliseconds, that a cron expression of five fields names. Where both day
 * fields are restricted, either one is enough. Throws when the expression is invalid or never comes due.
 */
export function nextCronTime(expression: string, after: number): number {
  const next = parsed(expression).nextRun(new Date(after));
  if (next) return next.getTime();
  throw new Error(`cron expression "${expression}" never comes due`);
}

function parsed(expression: string): Cron {
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== 5) throw invalid(expression, `it has ${fields.length} fields; use five`);
  const odd = fields.find((field) => !fieldOfConvex.test(field));
  if (odd !== undefined) throw invalid(expression, `Convex does not take the field "${odd}"`);
  try {
    // Sloppy ranges: "5/15" is a step that starts at 5.
    const options = { mode: "5-part", utcOffset: 0, sloppyRanges: true, paused: true } as const;
    return new Cron(fields.join(" "), options);
  } catch (error) {
    throw invalid(expression, (error as Error).message.replace(/^CronPattern: /, ""));
  }
}

const invalid = (expression: string, reason: string): Error =>
  new Error(`invalid cron expression "${expression}": ${reason}`);
