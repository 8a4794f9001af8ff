import type { MatcherFault, UnixSeconds } from '@roamwatch/core';
import type { Backend } from '../sources.js';
import { afterwards } from './notice.js';
import { silencesOf } from './silence-draft.js';

/** Creates what a form says, all of it or, where a matcher is wrong, nothing. Returns the page to go to, or the fault. */
export async function createSilences(
  { sources, actions }: Backend,
  form: FormData,
  by: string,
  now: UnixSeconds,
  path: string,
): Promise<string | MatcherFault> {
  const silences = silencesOf(form, now);
  const { fault } = await sources.coveredBy(
    silences.length === 0 ? [''] : silences.map(({ matcher }) => matcher),
  );
  if (fault !== null) return fault;
  let id = 0;
  for (const silence of silences) id = await actions.silence(silence, by);
  return silences.length === 1
    ? afterwards(path, 'silenced', id)
    : afterwards(path, 'silencedAll', silences.length);
}
