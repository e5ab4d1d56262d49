import { loansPerReader } from "./contexts/readers/loansPerReader";
import { platform } from "./platform";

export const { get: getLoansOfReader } = platform.view(loansPerReader);
