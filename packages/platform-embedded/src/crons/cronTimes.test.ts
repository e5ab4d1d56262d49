import { expect, test } from "vitest";
import { nextCronTime, nextTime, type CronSchedule } from "./cronTimes.js";

const at = (text: string) => Date.parse(`${text}Z`);

test.for([
  ["every minute", "* * * * *", "2026-03-04T05:06:07", "2026-03-04T05:07"],
  ["strictly after", "6 5 * * *", "2026-03-04T05:06", "2026-03-05T05:06"],
  ["steps", "*/15 * * * *", "2026-03-04T05:46", "2026-03-04T06:00"],
  ["ranges with steps", "10-50/20 8 * * *", "2026-03-04T08:11", "2026-03-04T08:30"],
  ["lists", "0 6,18 * * *", "2026-03-04T07:00", "2026-03-04T18:00"],
  ["names", "0 0 * jan sun", "2026-03-04T00:00", "2027-01-03T00:00"],
  ["7 as Sunday", "0 0 * * 7", "2026-03-04T00:00", "2026-03-08T00:00"],
  ["a leap day", "0 0 29 2 *", "2026-03-04T00:00", "2028-02-29T00:00"],
  ["either day when both are given", "0 0 13 * 5", "2026-03-04T00:00", "2026-03-06T00:00"],
  ["a step with a start", "5/15 * * * *", "2026-03-04T05:46", "2026-03-04T05:50"],
  ["ranges of names", "0 0 * * mon-wed", "2026-03-04T00:00", "2026-03-09T00:00"],
  ["the last day of a month", "0 0 L * *", "2026-03-04T00:00", "2026-03-31T00:00"],
  ["spaces around it", " 5  * * * * ", "2026-03-04T05:06", "2026-03-04T06:05"],
  ["the end of a year", "59 23 31 12 *", "2026-12-31T23:59", "2027-12-31T23:59"],
])("%s", ([, expression = "", after = "", expected = ""]) => {
  expect(new Date(nextCronTime(expression, at(after)))).toEqual(new Date(at(expected)));
});

test.for([
  ["too few fields", "* * *"],
  ["a minute that is none", "60 * * * *"],
  ["a range that runs backwards", "5-1 * * * *"],
  ["a step of nothing", "*/0 * * * *"],
  ["a day that never comes", "0 0 30 2 *"],
  ["a range without a start", "-5 * * * *"],
  ["a hexadecimal number", "0x5 * * * *"],
  ["an exponent", "1e1 * * * *"],
  ["a step of a step", "5/1/3 * * * *"],
  ["a step without a start", "/5 * * * *"],
  ["a list with a step without a start", "1,/5 * * * *"],
  ["a list that ends with a comma", "5, * * * *"],
  ["a question mark", "0 0 ? * 1"],
  ["a nickname", "@daily"],
  ["seconds", "* * * * * *"],
  ["a fraction", "1.5 * * * *"],
  ["words around a name", "0 0 * january *"],
])("%s is refused", ([, expression = ""]) => {
  expect(() => nextCronTime(expression, 0)).toThrow(/cron expression/);
});

test.for<[string, CronSchedule, string]>([
  ["an interval", { type: "interval", minutes: 5 }, "2026-03-04T05:11"],
  ["hourly", { type: "hourly", minuteUTC: 30 }, "2026-03-04T05:30"],
  ["daily", { type: "daily", hourUTC: 4 }, "2026-03-05T04:00"],
  ["weekly", { type: "weekly", dayOfWeek: "monday", hourUTC: 1, minuteUTC: 2 }, "2026-03-09T01:02"],
  ["monthly", { type: "monthly", day: 1, hourUTC: 0 }, "2026-04-01T00:00"],
])("%s", ([, schedule, expected]) => {
  expect(new Date(nextTime(schedule, at("2026-03-04T05:06")))).toEqual(new Date(at(expected)));
});
