const NAMES: Record<string, number> = {
  ...numbered(["sun", "mon", "tue", "wed", "thu", "fri", "sat"], 0),
  ...numbered(
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
    1,
  ),
};
const FIELDS = [
  { name: "minute", from: 0, to: 59 },
  { name: "hour", from: 0, to: 23 },
  { name: "day of month", from: 1, to: 31 },
  { name: "month", from: 1, to: 12 },
  { name: "day of week", from: 0, to: 7 },
] as const;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const YEARS_SEARCHED = 9;

interface Matcher {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  isDay(date: Date): boolean;
}

/** The first minute after `after`, in UTC and milliseconds, that a cron expression of five fields names. Throws when it names none. */
export function nextCronTime(expression: string, after: number): number {
  const matcher = parse(expression);
  let time = Math.floor(after / MINUTE) * MINUTE + MINUTE;
  const end = after + YEARS_SEARCHED * 366 * DAY;
  while (time <= end) {
    const date = new Date(time);
    if (!matcher.isDay(date)) time = Math.floor(time / DAY) * DAY + DAY;
    else if (!matcher.hours.has(date.getUTCHours())) time += (60 - date.getUTCMinutes()) * MINUTE;
    else if (!matcher.minutes.has(date.getUTCMinutes())) time += MINUTE;
    else return time;
  }
  throw new Error(`The cron expression "${expression}" names no time`);
}

function parse(expression: string): Matcher {
  const parts = expression.trim().toLowerCase().split(/\s+/);
  if (parts.length !== FIELDS.length) {
    throw new Error(`The cron expression "${expression}" must have ${FIELDS.length} fields`);
  }
  const [minutes, hours, days, months, weekdays] = FIELDS.map((field, i) =>
    valuesOf(parts[i] ?? "*", field),
  ) as [Set<number>, Set<number>, Set<number>, Set<number>, Set<number>];
  if (weekdays.has(7)) weekdays.add(0);
  // As in every cron: where both are restricted, either will do.
  const either = parts[2] !== "*" && parts[4] !== "*";
  const isDay = (date: Date) => {
    if (!months.has(date.getUTCMonth() + 1)) return false;
    const ofMonth = days.has(date.getUTCDate());
    const ofWeek = weekdays.has(date.getUTCDay());
    return either ? ofMonth || ofWeek : ofMonth && ofWeek;
  };
  return { minutes, hours, isDay };
}

function valuesOf(part: string, field: (typeof FIELDS)[number]): Set<number> {
  const values = new Set<number>();
  for (const item of part.split(",")) {
    const [range = "", step = "1"] = item.split("/");
    const [from, to] = boundsOf(range, field, item.includes("/"));
    const width = Number(step);
    const isValid = from >= field.from && to <= field.to && from <= to && width >= 1;
    if (!isValid) throw new Error(`"${item}" is no ${field.name} of a cron expression`);
    for (let value = from; value <= to; value += width) values.add(value);
  }
  return values;
}

function boundsOf(range: string, field: (typeof FIELDS)[number], open: boolean): [number, number] {
  if (range === "*") return [field.from, field.to];
  const [first = "", last] = range.split("-");
  const from = NAMES[first] ?? Number(first);
  if (last === undefined) return [from, open ? field.to : from];
  return [from, NAMES[last] ?? Number(last)];
}

function numbered(names: readonly string[], first: number): Record<string, number> {
  return Object.fromEntries(names.map((name, i) => [name, i + first]));
}
