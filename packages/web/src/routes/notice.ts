import type { Words } from '../language/en.js';
import type { Format } from '../language/format.js';

export type Done = keyof Words['done'];

/** The page to go to after an action, which confirms the action once. */
export function afterwards(path: string, done: Done, figure: number): string {
  return `${path}?done=${done}&n=${figure}`;
}

/** The result of an action, in our words; null when the query contains nothing known. */
export function noticeOf(words: Words, format: Format, query: URLSearchParams): string | null {
  const done = query.get('done');
  const figure = Number(query.get('n'));
  if (done === null || !Object.hasOwn(words.done, done) || !Number.isSafeInteger(figure)) return null;
  return words.done[done as Done](figure, format.count(figure));
}
