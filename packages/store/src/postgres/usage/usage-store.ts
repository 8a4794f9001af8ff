import { daysSince } from '../../sql/usage/days-since.js';
import { formerFigures } from '../../sql/usage/former-figures.js';
import { placesInUse } from '../../sql/usage/places-in-use.js';
import { readingsSince } from '../../sql/usage/readings-since.js';
import type { UsageStore } from '../../stores/usage-store.js';
import type { Connection } from '../database/connection.js';
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
