import { given } from "@convex-es/platform-testing";
import { test } from "vitest";
import { finishTask, openTask, openTasks, taskEvents } from "./tasks";

const task = { taskId: "t-1", title: "Water the plants" };
const opened = taskEvents.TaskOpened(task);
const done = taskEvents.TaskDone({ taskId: "t-1" });

test("a task is opened once", async () => {
  await given([]).when(openTask, task).then([opened]);
  await given([opened]).when(openTask, task).rejects("ALREADY_EXISTS");
});

test("a task is done once, and then no longer open", async () => {
  await given([opened]).when(finishTask, { taskId: "t-1" }).then([done]);
  await given([opened, done]).when(finishTask, { taskId: "t-1" }).then([]);
  await given([opened]).projects(openTasks, { title: "Water the plants" });
  await given([opened, done]).projects(openTasks, null);
});
