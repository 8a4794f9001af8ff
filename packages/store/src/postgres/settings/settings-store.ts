import { sql } from 'kysely';
import { settingQuery } from '../../sql/settings/settings.js';
import type { SettingsStore } from '../../stores/settings-store.js';
import type { Connection } from '../database/connection.js';
import { queueMessages } from '../outbox/queue.js';

export function createSettingsStore(connection: Connection): SettingsStore {
  const get = getSetting(connection);
  const set = setSetting(connection);
  const lock = lockSetting(connection);
  const queue = queueMessages(connection);
  return {
    get,
    set,
    change: (keys, decide) =>
      connection.transaction(async () => {
        // In one order for all, so that nobody waits for each other.
        for (const key of [...keys].sort()) await lock(key);
        const known: [string, unknown][] = [];
        for (const key of keys) known.push([key, await get(key)]);
        const changes = decide(Object.fromEntries(known.filter(([, value]) => value !== undefined)));
        for (const [key, value] of Object.entries(changes.set)) await set(key, value);
        await queue(changes.queue ?? []);
        return changes;
      }),
  };
}

/** Keeps others from changing a setting until the transaction ends; one that was never set, too. */
export function lockSetting(connection: Connection): (key: string) => Promise<void> {
  return async (key) => {
    await connection.rows(
      sql`select pg_advisory_xact_lock(hashtextextended(${`roamwatch setting ${key}`}, 0))`,
    );
  };
}

export function getSetting(connection: Connection): (key: string) => Promise<unknown> {
  const select = connection.prepare(settingQuery);
  return async (key) => {
    const row = await select.get({ key });
    return row === undefined ? undefined : JSON.parse(row.value);
  };
}

export function setSetting(connection: Connection): (key: string, value: unknown) => Promise<void> {
  return async (key, value) => {
    await connection.change(sql`insert into setting (key, value) values (${key}, ${JSON.stringify(value ?? null)})
      on conflict (key) do update set value = excluded.value`);
  };
}
