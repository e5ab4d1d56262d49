/** One loop of one generation of a consumer. */
export type Worker = { consumer: string; generation: number; partition: number };

export const dispatcher = "dispatcher";

/** The name of a worker's loop. */
export const workerName = ({ consumer, generation, partition }: Worker): string =>
  `${consumer}/${generation}/${partition}`;

/** The worker that a loop is named after. */
export function workerOf(name: string): Worker {
  const [consumer = "", generation, partition] = name.split("/");
  return { consumer, generation: Number(generation), partition: Number(partition) };
}

/** The names of all workers of a generation. */
export const workersOf = (generation: Omit<Worker, "partition"> & { partitions: number }) =>
  Array.from({ length: generation.partitions }, (_, partition) =>
    workerName({ ...generation, partition }),
  );
