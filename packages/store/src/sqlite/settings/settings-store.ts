import type { SettingsStore } from '../../stores/settings-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

export function createSettingsStore(connection: Connection): SettingsStore {
  return { get: getSetting(connection), set: setSetting(connection) };
}

export function getSetting(connection: Connection): SettingsStore['get'] {
  const select = connection.prepare((db, { key }: Params<{ key: string }>) =>
    db.selectFrom('setting').select('value').where('key', '=', key),
  );
  return (key) => {
    const row = select.get({ key });
    return row === undefined ? undefined : JSON.parse(row.value);
  };
}

export function setSetting(connection: Connection): SettingsStore['set'] {
  const upsert = connection.prepare((db, { key, value }: Params<{ key: string; value: string }>) =>
    db.replaceInto('setting').values({ key, value }),
  );
  return (key, value) => void upsert.run({ key, value: JSON.stringify(value ?? null) });
}
