import type { FleetStore } from '../../stores/fleet-store.js';
import type { Connection } from '../database/connection.js';
import { adviceOn } from './advice-on.js';
import { countByStatus } from './count-by-status.js';
import { loadFacts } from './facts.js';
import { failing, failureOf } from './failing.js';
import { find } from './find.js';
import { findByIccid } from './find-by-iccid.js';
import { markLeft, missingSince } from './mark-left.js';
import { countPollTargets, pollTargets } from './poll-targets.js';
import { readingAges } from './reading-ages.js';
import { recordListed } from './record-listed.js';

export function createFleetStore(connection: Connection): FleetStore {
  const factsOf = loadFacts(connection);
  return {
    recordListed: recordListed(connection),
    missingSince: missingSince(connection),
    markLeft: markLeft(connection),
    pollTargets: pollTargets(connection),
    countPollTargets: countPollTargets(connection),
    countByStatus: countByStatus(connection),
    readingAges: readingAges(connection),
    failing: failing(connection),
    failureOf: failureOf(connection),
    facts: async (esims, at) => factsOf(esims, at),
    adviceOn: adviceOn(connection),
    findByIccid: findByIccid(connection),
    find: find(connection),
  };
}
