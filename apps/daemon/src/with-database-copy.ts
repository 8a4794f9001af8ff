import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyDatabase } from '@roamwatch/store';
import type { Config } from './config/config.js';
import type { Context, ContextOptions } from './context.js';
import { createContext } from './create-context.js';

/**
 * Runs `work` on a copy of the database, which is gone with the process at the latest. Nothing at all is written to the real one: no
 * migration, no count of requests.
 */
export async function withDatabaseCopy<T>(
  config: Config,
  options: ContextOptions,
  work: (copy: Context) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'roamwatch-rehearsal-'));
  try {
    const file = join(folder, 'copy.db');
    if (existsSync(config.database.file)) copyDatabase(config.database.file, file);
    const copy = await createContext({ ...config, database: { file } }, { ...options, temporary: true });
    try {
      return await work(copy);
    } finally {
      await copy.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
