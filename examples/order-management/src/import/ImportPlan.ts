/** A line of an order that will be imported; `sku` is what its file calls the product. */
export type PlannedLine = {
  line: number;
  sku: string;
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

/** A product that will be in the catalogue, and in stock where there is any. */
export type PlannedProduct = {
  line: number;
  sku: string;
  name: string;
  unitPriceCents: number;
  unitsInStock: number;
};

/** A row that is not imported: at fault itself, or part of an order that is refused for another row. */
export type RefusedRow = { file: string; line: number; reason: string; isCause: boolean };

/** What to import, in the order of its file, and what not. */
export type ImportPlan = {
  /** Names by customer id. */
  customers: ReadonlyMap<string, string>;
  products: PlannedProduct[];
  orders: PlannedOrder[];
  refused: RefusedRow[];
};
