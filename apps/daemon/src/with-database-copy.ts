import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyDatabase } from '@roamwatch/store';
import { UsageError } from './cli/failure.js';
import type { Config } from './config/config.js';
import type { Context, ContextOptions } from './context.js';
import { createContext } from './create-context.js';

const PREFIX = 'roamwatch-rehearsal-';

/**
 * Runs `work` on a copy of the database, which is gone with the process at the latest. Nothing at all is written to the real one: no
 * migration, no count of requests.
 */
export async function withDatabaseCopy<T>(
  config: Config,
  options: ContextOptions,
  work: (copy: Context) => Promise<T>,
): Promise<T> {
  if (config.database.server)
    throw new UsageError('--dry-run works on a copy of an SQLite file: there is none');
  await removeLeftovers();
  const folder = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  try {
    const file = join(folder, 'copy.db');
    if (existsSync(config.database.file)) copyDatabase(config.database.file, file);
    const copy = await createContext({ ...config, database: { file } }, { ...options, temporary: true });
    // The open copy has no name any more, where the system allows it: then its folder need not stay either.
    if (process.platform !== 'win32') await rm(folder, { recursive: true, force: true });
    try {
      return await work(copy);
    } finally {
      await copy.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Of processes that were killed while they were still copying. What belongs to somebody else is left alone. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
