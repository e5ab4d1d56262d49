import { afterEach } from "vitest";
import { assertSpecificationsEnded } from "./specification/openSpecifications.js";

// Set-up file for vitest: a specification without an ending fails its test.
afterEach(assertSpecificationsEnded);
