/** As `Promise.all`, but whatever fails, nothing is under way any more: late calls would not be counted. */
export async function allEnded<T>(work: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
