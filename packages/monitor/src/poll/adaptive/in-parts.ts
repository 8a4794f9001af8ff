const PART = 500;

/** The items some at a time; in between, whatever else the process has to do goes on. */
export async function* inParts<T>(items: Iterable<T>): AsyncGenerator<readonly T[]> {
  let part: T[] = [];
  for (const item of items) {
    part.push(item);
    if (part.length < PART) continue;
    yield part;
    part = [];
    await new Promise(setImmediate);
  }
  if (part.length > 0) yield part;
}
