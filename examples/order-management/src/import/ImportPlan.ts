/** A line of an order that will be imported. */
export type PlannedLine = {
  line: number;
  productId: string;
  quantity: number;
  unitPriceCents: number;
};

/** An order that will be imported; `line` is where its file has it, `orderedAt` is in milliseconds since 1970. */
export type PlannedOrder = {
  line: number;
  orderId: string;
  customerId: string;
  orderedAt: number;
  lines: PlannedLine[];
  totalCents: number;
};

/** A row that is not imported: at fault itself, or part of an order that is refused for another row. */
export type RefusedRow = { file: string; line: number; reason: string; isCause: boolean };

/** What to import, in the order of its file, and what not. */
export type ImportPlan = { orders: PlannedOrder[]; refused: RefusedRow[] };
