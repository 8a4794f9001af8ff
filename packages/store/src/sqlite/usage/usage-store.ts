import type { UsageStore } from '../../stores/usage-store.js';
import type { Connection } from '../database/connection.js';
import { confirmReadings } from './confirm-readings.js';
import { daysSince } from './days-since.js';
import { formerFigures } from './former-figures.js';
import { createLocations } from './locations.js';
import { readingsOf } from './readings-of.js';
import { readingsSince } from './readings-since.js';
import { recordDays } from './record-days.js';
import { recordReading } from './record-reading.js';
import { rescaleDays } from './rescale-days.js';
import { rescaleReadings } from './rescale-readings.js';

export function createUsageStore(connection: Connection): UsageStore {
  return {
    recordDays: recordDays(connection, createLocations(connection)),
    recordReading: recordReading(connection),
    confirmReadings: confirmReadings(connection),
    daysSince: daysSince(connection),
    readingsSince: readingsSince(connection),
    readingsOf: readingsOf(connection),
    formerFigures: formerFigures(connection),
    rescaleDays: rescaleDays(connection),
    rescaleReadings: rescaleReadings(connection),
  };
}
