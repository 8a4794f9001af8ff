import { adviceOn } from '../../sql/fleet/advice-on.js';
import { failing, failureOf } from '../../sql/fleet/failing.js';
import { find } from '../../sql/fleet/find.js';
import { findByIccid } from '../../sql/fleet/find-by-iccid.js';
import { iccidsOf, listedBefore, unlisted } from '../../sql/fleet/mark-left.js';
import { expiring, neverUsed } from '../../sql/fleet/named-esims.js';
import { countPollTargets, pollRanges, pollTargets } from '../../sql/fleet/poll-targets.js';
import { readingAges } from '../../sql/fleet/reading-ages.js';
import type { FleetStore } from '../../stores/fleet-store.js';
import type { Connection } from '../database/connection.js';
import { countByStatus } from './count-by-status.js';
import { loadFacts } from './facts.js';
import { markLeft } from './mark-left.js';
import { recordListed } from './record-listed.js';

export function createFleetStore(connection: Connection): FleetStore {
  const factsOf = loadFacts(connection);
  const byStatus = countByStatus(connection);
  return {
    recordListed: recordListed(connection),
    unlisted: unlisted(connection),
    iccidsOf: iccidsOf(connection),
    listedBefore: listedBefore(connection),
    markLeft: markLeft(connection),
    pollTargets: pollTargets(connection),
    countPollTargets: countPollTargets(connection, byStatus),
    pollRanges: pollRanges(connection),
    countByStatus: byStatus,
    readingAges: readingAges(connection),
    failing: failing(connection),
    failureOf: failureOf(connection),
    facts: async (esims, at) => factsOf(esims, at),
    adviceOn: adviceOn(connection),
    findByIccid: findByIccid(connection),
    find: find(connection),
    expiring: expiring(connection),
    neverUsed: neverUsed(connection),
  };
}
