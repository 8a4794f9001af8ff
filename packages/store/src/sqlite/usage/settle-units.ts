import type { UnitsInUse } from '@roamwatch/core';
import type { UsageStore } from '../../stores/usage-store.js';
import type { Connection } from '../database/connection.js';
import { packagesOf } from '../purchases/packages-of.js';
import { getSetting, setSetting } from '../settings/settings-store.js';
import { rescaleDays } from './rescale-days.js';
import { rescaleReadings } from './rescale-readings.js';

const KEY = 'units';

export function settleUnits(connection: Connection): Pick<UsageStore, 'units' | 'settleUnits'> {
  const get = getSetting(connection);
  const set = setSetting(connection);
  const packages = packagesOf(connection);
  const readings = rescaleReadings(connection);
  const days = rescaleDays(connection);
  const units = () => (get(KEY) ?? null) as UnitsInUse | null;
  return {
    units: async () => units(),
    settleUnits: async (esims, decide) =>
      connection.transaction(() => {
        const former = units();
        const changes = decide({ units: former, packages: packages(esims) });
        if (JSON.stringify(changes.units) !== JSON.stringify(former)) {
          if (changes.readings) readings(changes.readings);
          if (changes.days) days(changes.days);
          set(KEY, changes.units);
        }
        return { former, units: changes.units };
      }),
  };
}
