import { expect, test } from "vitest";
import { EndedJobs } from "./EndedJobs.js";

const dayMs = 24 * 60 * 60 * 1_000;

const past = (id: number, at: number) => ({
  job: { id: String(id), request: { args: {}, ts: at / 1_000 }, name: "a:b", createdAt: at },
  state: "success" as const,
  at,
});

test("after seven days one is forgotten", () => {
  const jobs = new EndedJobs();
  jobs.add(past(1, 0));
  jobs.add(past(2, 6 * dayMs));
  expect(jobs.rows(6 * dayMs).map(({ _id }) => _id)).toEqual(["1", "2"]);
  expect(jobs.rows(8 * dayMs).map(({ _id }) => _id)).toEqual(["2"]);
  jobs.add(past(3, 8 * dayMs));
  expect(jobs.all().map(({ job }) => job.id)).toEqual(["2", "3"]);
});

test("of very many the newest are kept", () => {
  const jobs = new EndedJobs();
  for (let id = 0; id < 10_005; id++) jobs.add(past(id, id));
  expect(jobs.all()).toHaveLength(10_000);
  expect(jobs.get("4")).toBeUndefined();
  expect(jobs.get("5")).toBeDefined();
});
