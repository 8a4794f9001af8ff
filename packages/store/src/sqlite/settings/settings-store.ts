import { settingQuery } from '../../sql/settings/settings.js';
import type { SettingsStore } from '../../stores/settings-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { queueMessages } from '../outbox/queue.js';

export function createSettingsStore(connection: Connection): SettingsStore {
  const get = getSetting(connection);
  const set = setSetting(connection);
  const queue = queueMessages(connection);
  return {
    async get(key) {
      return get(key);
    },
    async set(key, value) {
      set(key, value);
    },
    async change(keys, decide) {
      return connection.transaction(() => {
        const known = keys.map((key) => [key, get(key)] as const);
        const changes = decide(Object.fromEntries(known.filter(([, value]) => value !== undefined)));
        for (const [key, value] of Object.entries(changes.set)) set(key, value);
        queue(changes.queue ?? []);
        return changes;
      });
    },
  };
}

export function getSetting(connection: Connection): (key: string) => unknown {
  const select = connection.prepare(settingQuery);
  return (key) => {
    const row = select.get({ key });
    return row === undefined ? undefined : JSON.parse(row.value);
  };
}

export function setSetting(connection: Connection): (key: string, value: unknown) => void {
  const upsert = connection.prepare((db, { key, value }: Params<{ key: string; value: string }>) =>
    db.replaceInto('setting').values({ key, value }),
  );
  return (key, value) => void upsert.run({ key, value: JSON.stringify(value ?? null) });
}
