/**
 * Works on items, some of them at once, and returns the results in the order of the items. Once `signal` is aborted no further
 * item is begun; those that were are a beginning of the list.
 */
export async function inOrder<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  { atOnce, signal }: { atOnce: number; signal: AbortSignal },
): Promise<Result[]> {
  const waiting = items.values();
  const begun: Promise<Result>[] = [];
  const worker = async () => {
    for (const item of waiting) {
      if (signal.aborted) return;
      const result = work(item);
      begun.push(result);
      await result;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return await Promise.all(begun);
}
