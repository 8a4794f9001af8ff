import type { UnitChange, UnitsInUse, UnixSeconds } from '@roamwatch/core';
import { keyList } from '../../sql/database/dialect.js';
import { packagesByEsim, packagesQuery } from '../../sql/purchases/packages-of.js';
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
import { getSetting, lockSetting, setSetting } from '../settings/settings-store.js';

const KEY = 'units';

export function settleUnits(connection: Connection): Pick<UsageStore, 'units' | 'settleUnits'> {
  const get = getSetting(connection);
  const set = setSetting(connection);
  const lock = lockSetting(connection);
  const packages = connection.prepare(packagesQuery);
  const readings = connection.prepare(rescaleReadingsQuery);
  const states = connection.prepare(rescaleStatesQuery);
  const forgetDigests = connection.prepare(forgetDigestsQuery);
  const tables = (['daily_usage', 'daily_usage_former'] as const).map((days) => ({
    reject: connection.prepare(rejectUnfitDaysQuery(days)),
    drop: connection.prepare(dropUnfitDaysQuery(days)),
    rescale: connection.prepare(rescaleDaysQuery(days)),
  }));
  const units = async () => ((await get(KEY)) ?? null) as UnitsInUse | null;

  async function rescaleReadings(change: UnitChange, at: UnixSeconds): Promise<void> {
    await readings.run(rescaling(change, at));
    await states.run(rescaling(change, at));
  }

  /** Returns how many rows were rejected. */
  async function rescaleDays(change: UnitChange, at: UnixSeconds): Promise<number> {
    const given = rescaling(change, at);
    let rejected = 0;
    for (const days of tables) {
      await days.reject.run(given);
      rejected += await days.drop.run(given);
      await days.rescale.run(given);
    }
    await forgetDigests.run({});
    return rejected;
  }

  return {
    units,
    settleUnits: (esims, at, decide) =>
      connection.transaction(async () => {
        await lock(KEY);
        const former = await units();
        const changes = decide({
          units: former,
          packages: packagesByEsim(await packages.all({ keys: keyList(esims) })),
        });
        let rejectedRows = 0;
        if (JSON.stringify(changes.units) !== JSON.stringify(former)) {
          if (changes.readings) await rescaleReadings(changes.readings, at);
          if (changes.days) rejectedRows = await rescaleDays(changes.days, at);
          await set(KEY, changes.units);
        }
        return { former, units: changes.units, rejectedRows };
      }),
  };
}
