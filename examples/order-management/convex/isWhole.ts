/** Whether a number counts whole things exactly, from `least` on. */
export const isWhole = (n: number, least: number) => Number.isSafeInteger(n) && n >= least;
