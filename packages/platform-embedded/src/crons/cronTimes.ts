import { trusted } from "../boundary.js";
import { Cron } from "croner";

/** When a cron runs, as `crons.ts` exports it. */
export type CronSchedule =
  | { type: "interval"; seconds?: number; minutes?: number; hours?: number }
  | { type: "hourly"; minuteUTC?: number }
  | { type: "daily"; hourUTC: number; minuteUTC?: number }
  | { type: "weekly"; dayOfWeek: string; hourUTC: number; minuteUTC?: number }
  | { type: "monthly"; day: number; hourUTC: number; minuteUTC?: number }
  | { type: "cron"; cron: string };

const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** The first time after `after` (both in milliseconds) at which a cron is due. Throws when the cron expression is invalid. */
export function nextTime(schedule: CronSchedule, after: number): number {
  if (schedule.type !== "interval") return nextCronTime(expressionOf(schedule), after);
  const { seconds = 0, minutes = 0, hours = 0 } = schedule;
  return after + 1_000 * (seconds + 60 * (minutes + 60 * hours));
}

function expressionOf(schedule: Exclude<CronSchedule, { type: "interval" }>): string {
  if (schedule.type === "cron") return schedule.cron;
  const minute = schedule.minuteUTC ?? 0;
  if (schedule.type === "hourly") return `${minute} * * * *`;
  const time = `${minute} ${schedule.hourUTC}`;
  if (schedule.type === "daily") return `${time} * * *`;
  if (schedule.type === "monthly") return `${time} ${schedule.day} * *`;
  return `${time} * * ${weekdays.indexOf(schedule.dayOfWeek.toLowerCase())}`;
}

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
    throw invalid(expression, trusted<Error>(error).message.replace(/^CronPattern: /, ""));
  }
}

const invalid = (expression: string, reason: string): Error =>
  new Error(`invalid cron expression "${expression}": ${reason}`);
