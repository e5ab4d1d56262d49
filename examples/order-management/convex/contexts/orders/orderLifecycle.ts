import { defineStateMachine } from "@convex-es/platform-fsm";

export const orderLifecycle = defineStateMachine({
  draft: ["submitted", "cancelled"],
  submitted: ["cancelled"],
  cancelled: [],
});
