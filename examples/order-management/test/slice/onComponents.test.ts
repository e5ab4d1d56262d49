import { onComponents, specifyOn } from "@convex-es/platform-testing";
import { expect, test } from "vitest";
import { initSliceTest } from "./initSliceTest";
import { platform } from "./publicApi";

// The slice's own specifications once more, on the real components.
specifyOn(onComponents(platform, initSliceTest));
await import("./tasks.test");

test("US-2 the slice is what an app with it would offer", () => {
  expect(platform.describe()).toMatchObject([
    { name: "tasks", commands: ["openTask", "finishTask"] },
  ]);
});
