import { isDeepStrictEqual } from "node:util";
import { setTimeout as after } from "node:timers/promises";
import { seededRandom } from "@convex-es/platform-testing/engine";
import { startProcess, type DeploymentProcess } from "../test/deploymentProcess.ts";
import { CommandLoad } from "./load/CommandLoad.ts";
import { outcomeOf, type Receipt, type RunOutcome } from "./load/commandCalls.ts";

/** Where a run happens: the program, and a data directory that holds the fixture's app. */
export type CrashPlace = {
  readonly program: string;
  readonly data: string;
};

/** What a run found. Everything from `lost` on must be 0. */
export type CrashReport = {
  readonly seed: number;
  readonly commands: number;
  /** Acknowledged when the server was killed. */
  readonly acknowledged: number;
  /** Scheduled functions that had to run. */
  readonly scheduled: number;
  /** From the start of the new process until it listens. */
  readonly restartMs: number;
  readonly lost: number;
  readonly duplicated: number;
  /** Rows whose id, creation time or commit timestamp are not those that were acknowledged. */
  readonly changed: number;
  /** Scheduled functions that did not run, or ran twice. */
  readonly unfinished: number;
  /** Commands that are in the app or in the component only. */
  readonly halves: number;
  /** Rows that a second kill, when nothing was going on, has changed. */
  readonly changedByRest: number;
};

const finishLimitMs = 10_000;

/** Kills a server under load, starts it again, lets the clients finish, and judges what is there. */
export async function crashRun(place: CrashPlace, seed: number): Promise<CrashReport> {
  const random = seededRandom(seed);
  const run = `run ${seed} at ${Date.now()}`;
  const first = await start(place, 0);
  const load = new CommandLoad(first.url, run, random);
  await load.reached(10 + Math.floor(random() * 250));
  await after(random() * 10);
  await first.end("SIGKILL");
  const acknowledged = load.receipts.size;
  const before = performance.now();
  const second = await start(place, first.port);
  const restartMs = Math.round(performance.now() - before);
  await load.finish();
  const outcome = await finishedOutcome(second.url, run, load.scheduled.size);
  await second.end("SIGKILL");
  const third = await start(place, first.port);
  const rested = await outcomeOf(third.url, run);
  await third.end("SIGKILL");
  return {
    seed,
    commands: load.commands.length,
    acknowledged,
    scheduled: load.scheduled.size,
    restartMs,
    ...judged(load, outcome),
    changedByRest: isDeepStrictEqual(rested, outcome) ? 0 : 1,
  };
}

const start = ({ program, data }: CrashPlace, port: number): Promise<DeploymentProcess> =>
  startProcess(program, "--no-push", "--quiet", "--data-dir", data, "--port", String(port));

async function finishedOutcome(url: string, run: string, expected: number): Promise<RunOutcome> {
  const until = performance.now() + finishLimitMs;
  for (;;) {
    const outcome = await outcomeOf(url, run);
    if (outcome.finished.length >= expected || performance.now() > until) return outcome;
    await after(100);
  }
}

type Judgement = Pick<CrashReport, "lost" | "duplicated" | "changed" | "unfinished" | "halves">;

function judged(load: CommandLoad, { commands, finished, counted }: RunOutcome): Judgement {
  const rows = new Map(commands.map((row) => [row.command, row]));
  const isAsAcknowledged = (command: string, receipt: Receipt) => {
    const row = rows.get(command);
    const { id, at, position } = receipt;
    return row?._id === id && row._creationTime === at && row.position === position;
  };
  const present = [...load.receipts].filter(([command]) => rows.has(command));
  const times = (command: string) => finished.filter((row) => row.command === command).length;
  return {
    lost: load.receipts.size - present.length,
    duplicated: commands.length - rows.size,
    changed: present.filter((entry) => !isAsAcknowledged(...entry)).length,
    unfinished: [...load.scheduled].filter((command) => times(command) !== 1).length,
    halves: Math.abs(counted - commands.length),
  };
}
