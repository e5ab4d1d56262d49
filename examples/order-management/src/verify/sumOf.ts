/** An exact sum of whole numbers, however many. */
export function sumOf(numbers: Iterable<number>): bigint {
  let sum = 0n;
  for (const number of numbers) sum += BigInt(number);
  return sum;
}
