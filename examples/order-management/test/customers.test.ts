import { expect, test } from "vitest";
import { api } from "../convex/_generated/api";
import { initConvexTest } from "./initConvexTest";

const { saveCustomer, findCustomerByEmail } = api.customers;
const cafe = { customerId: "c-1", name: "Café One", email: "hello@cafe.example" };

test("an e-mail address belongs to one customer of a tenant, who is found by it", async () => {
  const t = initConvexTest();
  const ann = t.withIdentity({ tokenIdentifier: "ann", tenant: "a" });
  await ann.mutation(saveCustomer, cafe);
  await ann.mutation(saveCustomer, { ...cafe, name: "Café Uno" });
  expect(await ann.query(findCustomerByEmail, { email: "Hello@Cafe.example" })).toBe("c-1");
  const other = { customerId: "c-2", name: "Café Two", email: "HELLO@cafe.example" };
  await expect(ann.mutation(saveCustomer, other)).rejects.toThrow("Another customer has this");
  const bob = t.withIdentity({ tokenIdentifier: "bob", tenant: "b" });
  expect(await bob.query(findCustomerByEmail, { email: cafe.email })).toBeNull();
  await bob.mutation(saveCustomer, other);
  expect(await bob.query(findCustomerByEmail, { email: cafe.email })).toBe("c-2");
});
