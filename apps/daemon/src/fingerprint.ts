import { createHash, createHmac, randomBytes, scrypt } from 'node:crypto';
import { statSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Fingerprint } from '@roamwatch/core';
import { SecretError } from '@roamwatch/monitor';
import type { InventoryEntry, Store } from '@roamwatch/store';
import { commonSections } from './config/common-sections.js';
import type { Config } from './config/config.js';
import { readInventory } from './inventory/index.js';

/** A key of the installation: digests of one database say nothing about another, and none can be looked up in a list. */
const KEY = 'installation.key';

type Settings = Pick<Store, 'settings'>;

/** The key that all daemons on the database have in common; null: none has started yet. */
async function knownKey({ settings }: Settings): Promise<string | null> {
  return ((await settings.get(KEY)) ?? null) as string | null;
}

/** The same, made by the first one. */
async function commonKey(store: Settings): Promise<string> {
  const known = await knownKey(store);
  if (known !== null) return known;
  const made = randomBytes(32).toString('hex');
  const { key } = await store.settings.change([KEY], (was) => {
    const key = (was[KEY] ?? made) as string;
    return { key, set: { [KEY]: key } };
  });
  return key;
}

/** What must be the same on all machines that share the database, as it is on this one at the moment of the call. */
export function fingerprintOf(config: Config, store: Settings): () => Promise<Fingerprint> {
  const inventory = rememberingInventory();
  const token = rememberingToken();
  return async () => digests(config, await commonKey(store), inventory, token);
}

/** The same once, for a command that changes nothing; null where no daemon has been compared yet. */
export async function fingerprintNow(config: Config, store: Settings): Promise<Fingerprint | null> {
  const key = await knownKey(store);
  return key === null ? null : digests(config, key, rememberingInventory(), rememberingToken());
}

async function digests(
  config: Config,
  key: string,
  inventory: (file: string) => string,
  token: (token: string, key: string) => Promise<string>,
): Promise<Fingerprint> {
  const given = tokenOf(config);
  const sections = {
    ...commonSections(config),
    inventory: config.inventory === null ? null : inventory(config.inventory),
    'api.token': given === null ? undefined : await token(given, key),
  };
  return Object.fromEntries(
    Object.entries(sections).flatMap(([name, content]) =>
      content === undefined ? [] : [[name, digestOf(`${name} ${canonical(content)}`, key)]],
    ),
  );
}

function digestOf(text: string, key: string): string {
  return createHmac('sha256', key).update(text).digest('hex').slice(0, 16);
}

/** JSON whose keys are in one order. A secret that slips in is as empty as everywhere. */
function canonical(content: unknown): string {
  return JSON.stringify(content, (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

const UNREADABLE = 'unreadable';

/** The digest of what an inventory says, however it is written, which is read again when its file has changed. */
function rememberingInventory(): (file: string) => string {
  let known = { stamp: '', digest: UNREADABLE };
  return (file) => {
    try {
      const { ino, size, mtimeMs } = statSync(file);
      const stamp = `${ino} ${size} ${mtimeMs}`;
      if (stamp !== known.stamp) known = { stamp, digest: contentOf(readInventory(file).entries) };
      return known.digest;
    } catch {
      return UNREADABLE;
    }
  };
}

function contentOf(entries: readonly InventoryEntry[]): string {
  const hash = createHash('sha256');
  for (const line of entries.map(canonical).sort()) hash.update(`${line}\n`);
  return hash.digest('hex');
}

/** Anyone who can read the database could guess a shorter token. */
const LEAST_TOKEN = 20;

/** So few bytes tell two tokens apart, and do not tell which of the possible ones it is. */
const TOKEN_BYTES = 4;

const derive = promisify<string, string, number, Buffer>(scrypt);

/** The digest of a token, which is slow to make, so that trying many is hopeless. */
function rememberingToken(): (token: string, key: string) => Promise<string> {
  let known: { readonly token: string; readonly digest: string } | null = null;
  return async (token, key) => {
    if (known?.token !== token) {
      known = { token, digest: (await derive(token, key, TOKEN_BYTES)).toString('hex') };
    }
    return known.digest;
  };
}

/** The token as it is in its file, also where a poll goes on with the former; null: it cannot be compared. */
function tokenOf({ api }: Config): string | null {
  try {
    const token = api.token?.look() ?? '';
    return token.length < LEAST_TOKEN ? null : token;
  } catch (error) {
    if (error instanceof SecretError) return null;
    throw error;
  }
}
