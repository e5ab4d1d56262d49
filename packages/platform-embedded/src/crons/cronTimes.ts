import { nextCronTime } from "./nextCronTime.js";

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
