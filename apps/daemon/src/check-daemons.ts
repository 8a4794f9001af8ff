import { conditionInWords, type DaemonDifference, differencesAmong } from '@roamwatch/core';
import { type CheckResult, runningDaemons } from '@roamwatch/monitor';
import type { Store } from '@roamwatch/store';
import { version } from './cli/version.js';
import type { Config } from './config/config.js';
import { databaseTime } from './database-time.js';
import { fingerprintNow } from './fingerprint.js';

const ITEM = 'daemons';

/** Whether the daemons that share the database are the same, and this configuration is theirs. Nothing where none runs. */
export async function checkDaemons(store: Store, config: Config): Promise<readonly CheckResult[]> {
  const daemons = await runningDaemons(store, await databaseTime(store));
  if (daemons.length === 0) return [];
  const among = differencesAmong(daemons);
  if (among.length > 0) {
    return [
      differing(among, 'make files and version the same on all machines, then reload or restart Roamwatch'),
    ];
  }
  const fingerprint = await fingerprintNow(config, store);
  const others = differencesAmong([{ name: 'this command', version: version(), fingerprint }, ...daemons]);
  if (others.length > 0) {
    return [
      differing(others, 'to use this configuration, reload or restart Roamwatch on all machines with it'),
    ];
  }
  const message = `${daemons.map(({ name }) => name).join(', ')}: the same configuration`;
  return [{ item: ITEM, ok: true, level: 'ok', message, hint: null }];
}

function differing(differences: readonly DaemonDifference[], hint: string): CheckResult {
  const message = conditionInWords({ kind: 'daemons-differ', differences });
  return { item: ITEM, ok: true, level: 'warning', message, hint };
}
