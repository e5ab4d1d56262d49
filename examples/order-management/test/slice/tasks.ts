import { defineAggregate, defineBoundedContext, defineEvents } from "@convex-es/platform-core";
import { v } from "convex/values";
import { defineProjection } from "./define";

export const taskEvents = defineEvents({
  TaskOpened: { taskId: v.string(), title: v.string() },
  TaskDone: { taskId: v.string() },
});

const Task = defineAggregate("Task", v.object({ isDone: v.boolean() }), {
  id: "taskId",
  events: taskEvents,
  initial: { isDone: false },
  evolve: { TaskOpened: (task) => task, TaskDone: () => ({ isDone: true }) },
});

export const openTask = Task.creation({
  args: { title: v.string() },
  decide: (_task, { taskId, title }) => taskEvents.TaskOpened({ taskId, title }),
});

export const finishTask = Task.command({
  decide: ({ isDone }, { taskId }) => (isDone ? [] : taskEvents.TaskDone({ taskId })),
});

export const openTasks = defineProjection("openTasks", {
  events: taskEvents,
  key: "taskId",
  initial: { title: "" },
  on: { TaskOpened: (_row, { title }) => ({ title }), TaskDone: () => null },
});

export const tasks = defineBoundedContext("tasks", {
  commands: { openTask, finishTask },
  projections: [openTasks],
});
