import { UNIT_BYTES, type UnitChange, type UnitsInUse } from '@roamwatch/core';
import { sql } from 'kysely';
import { keyList } from '../../sql/database/dialect.js';
import { packagesByEsim, packagesQuery } from '../../sql/purchases/packages-of.js';
import { forgetDigestsQuery } from '../../sql/usage/days-digest.js';
import type { UsageStore } from '../../stores/usage-store.js';
import type { Connection } from '../database/connection.js';
import { getSetting, lockSetting, setSetting } from '../settings/settings-store.js';

const KEY = 'units';

export function settleUnits(connection: Connection): Pick<UsageStore, 'units' | 'settleUnits'> {
  const get = getSetting(connection);
  const set = setSetting(connection);
  const lock = lockSetting(connection);
  const packages = connection.prepare(packagesQuery);
  const forgetDigests = connection.prepare(forgetDigestsQuery);
  const units = async () => ((await get(KEY)) ?? null) as UnitsInUse | null;

  /** With the allowances of epochs: nobody bought anything here, so no epoch begins. */
  async function rescaleReadings(change: UnitChange): Promise<void> {
    await connection.change(sql`update reading set allowance_bytes = ${rescaled('allowance_bytes', change)},
      remaining_bytes = ${rescaled('remaining_bytes', change)}`);
    await connection.change(sql`update esim_state set allowance_bytes = ${rescaled('allowance_bytes', change)},
      remaining_bytes = ${rescaled('remaining_bytes', change)},
      epoch_allowance_bytes = ${rescaled('epoch_allowance_bytes', change)}`);
  }

  /** The provider restated nothing here, so times and `restated` stay. */
  async function rescaleDays(change: UnitChange): Promise<void> {
    await connection.change(sql`update daily_usage set used_bytes = ${rescaled('used_bytes', change)}`);
    await connection.change(
      sql`update daily_usage_former set used_bytes = ${rescaled('used_bytes', change)}`,
    );
    await forgetDigests.run({});
  }

  return {
    units,
    settleUnits: (esims, decide) =>
      connection.transaction(async () => {
        await lock(KEY);
        const former = await units();
        const changes = decide({
          units: former,
          packages: packagesByEsim(await packages.all({ keys: keyList(esims) })),
        });
        if (JSON.stringify(changes.units) !== JSON.stringify(former)) {
          if (changes.readings) await rescaleReadings(changes.readings);
          if (changes.days) await rescaleDays(changes.days);
          await set(KEY, changes.units);
        }
        return { former, units: changes.units };
      }),
  };
}

/** A column of bytes, multiplied in whole numbers: of the two units one is a whole multiple of the other. */
function rescaled(column: string, { from, to }: UnitChange) {
  const smaller = Math.min(UNIT_BYTES[from], UNIT_BYTES[to]);
  const divisor = sql`${UNIT_BYTES[from] / smaller}::bigint`;
  return sql`(${sql.ref(column)} * ${UNIT_BYTES[to] / smaller}::bigint + ${divisor} / 2) / ${divisor}`;
}
