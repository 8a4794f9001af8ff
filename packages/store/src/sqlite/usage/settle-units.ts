import type { UnitChange, UnitsInUse, UnixSeconds } from '@roamwatch/core';
import { forgetDigestsQuery } from '../../sql/usage/days-digest.js';
import {
  dropUnfitDaysQuery,
  rejectUnfitDaysQuery,
  rescaleDaysQuery,
  rescaleReadingsQuery,
  rescaleStatesQuery,
  rescaling,
} from '../../sql/usage/rescale.js';
import type { UsageStore } from '../../stores/usage-store.js';
import type { Connection } from '../database/connection.js';
import { packagesOf } from '../purchases/packages-of.js';
import { getSetting, setSetting } from '../settings/settings-store.js';

const KEY = 'units';

export function settleUnits(connection: Connection): Pick<UsageStore, 'units' | 'settleUnits'> {
  const get = getSetting(connection);
  const set = setSetting(connection);
  const packages = packagesOf(connection);
  const readings = connection.prepare(rescaleReadingsQuery);
  const states = connection.prepare(rescaleStatesQuery);
  const forgetDigests = connection.prepare(forgetDigestsQuery);
  const tables = (['daily_usage', 'daily_usage_former'] as const).map((days) => ({
    reject: connection.prepare(rejectUnfitDaysQuery(days)),
    drop: connection.prepare(dropUnfitDaysQuery(days)),
    rescale: connection.prepare(rescaleDaysQuery(days)),
  }));
  const units = () => (get(KEY) ?? null) as UnitsInUse | null;

  function rescaleReadings(change: UnitChange, at: UnixSeconds): void {
    readings.run(rescaling(change, at));
    states.run(rescaling(change, at));
  }

  /** Returns how many rows were rejected. */
  function rescaleDays(change: UnitChange, at: UnixSeconds): number {
    const given = rescaling(change, at);
    let rejected = 0;
    for (const days of tables) {
      days.reject.run(given);
      rejected += days.drop.run(given);
      days.rescale.run(given);
    }
    forgetDigests.run({});
    return rejected;
  }

  return {
    units: async () => units(),
    settleUnits: async (esims, at, decide) =>
      connection.transaction(() => {
        const former = units();
        const changes = decide({ units: former, packages: packages(esims) });
        let rejectedRows = 0;
        if (JSON.stringify(changes.units) !== JSON.stringify(former)) {
          if (changes.readings) rescaleReadings(changes.readings, at);
          if (changes.days) rejectedRows = rescaleDays(changes.days, at);
          set(KEY, changes.units);
        }
        return { former, units: changes.units, rejectedRows };
      }),
  };
}
