import { cronJobs } from "convex/server";
import { internal } from "./_generated/api.js";

const crons = cronJobs();

crons.hourly("wake loops that should run", { minuteUTC: 41 }, internal.safetyNet.wakeAll, {});

export default crons;
