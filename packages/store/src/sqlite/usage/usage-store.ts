import type { UsageStore } from '../../stores/usage-store.js';
import type { Connection } from '../database/connection.js';
import { daysSince } from './days-since.js';
import { formerFigures } from './former-figures.js';
import { placesInUse } from './places-in-use.js';
import { readingsSince } from './readings-since.js';
import { settleUnits } from './settle-units.js';

export function createUsageStore(connection: Connection): UsageStore {
  return {
    ...settleUnits(connection),
    placesInUse: placesInUse(connection),
    daysSince: daysSince(connection),
    readingsSince: readingsSince(connection),
    formerFigures: formerFigures(connection),
  };
}
