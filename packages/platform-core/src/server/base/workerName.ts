/** One loop of one generation of a projection. */
export type Worker = { projection: string; generation: number; partition: number };

export const dispatcher = "dispatcher";

/** The name of a worker's loop. */
export const workerName = ({ projection, generation, partition }: Worker): string =>
  `${projection}/${generation}/${partition}`;

/** The worker that a loop is named after. */
export function workerOf(name: string): Worker {
  const [projection = "", generation, partition] = name.split("/");
  return { projection, generation: Number(generation), partition: Number(partition) };
}

/** The names of all workers of a generation. */
export const workersOf = (generation: Omit<Worker, "partition"> & { partitions: number }) =>
  Array.from({ length: generation.partitions }, (_, partition) =>
    workerName({ ...generation, partition }),
  );
