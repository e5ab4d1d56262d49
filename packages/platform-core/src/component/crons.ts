import { cronJobs } from "convex/server";
import { internal } from "./_generated/api.js";

const crons = cronJobs();

crons.hourly("wake who should be awake", { minuteUTC: 41 }, internal.safetyNet.wakeAll, {});

export default crons;
