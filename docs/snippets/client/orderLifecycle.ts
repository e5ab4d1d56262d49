import { defineStateMachine, type StateOf } from "@convex-es/platform-fsm";

export const orderLifecycle = defineStateMachine({
  draft: ["submitted", "cancelled"],
  submitted: ["confirmed", "cancelled"],
  confirmed: [],
  cancelled: [],
});

export type OrderStatus = StateOf<typeof orderLifecycle>; // "draft" | "submitted" | "confirmed" | "cancelled"
