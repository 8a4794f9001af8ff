import type { UnixSeconds } from '@roamwatch/core';
import { activeSilencesQuery, toSilence } from '../../sql/silences/silences.js';
import type { Silence } from '../../stores/silence-store.js';
import type { Connection } from '../database/connection.js';

/** Reads the silences that have not ended. */
export function activeSilences(connection: Connection): (at: UnixSeconds) => readonly Silence[] {
  const select = connection.prepare(activeSilencesQuery);
  return (at) => select.all({ at }).map(toSilence);
}
