import { cronJobs } from "convex/server";
import { internal } from "./_generated/api.js";

const crons = cronJobs();

crons.hourly("purge what is due", { minuteUTC: 23 }, internal.lib.sweep, {});

export default crons;
