import type { UnixSeconds } from '@roamwatch/core';
import type { Store } from '@roamwatch/store';
import type { Command } from 'commander';
import { systemClock } from '../clock.js';
import type { Config } from '../config/config.js';
import { loadConfig } from '../config/load.js';
import type { Context, ContextOptions } from '../context.js';
import { createLog, type Logger, type LogOptions } from '../log.js';
import { UsageError } from './failure.js';

/** The options every command understands. */
export interface GlobalOptions {
  readonly config: string;
  readonly json?: boolean;
  readonly logLevel?: string;
  readonly logFormat: string;
}

export function globalOptions(command: Command): GlobalOptions {
  return command.optsWithGlobals<GlobalOptions>();
}

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'];
const FORMATS = ['auto', 'json', 'pretty'] as const;

/** Makes the log a command writes to; `level` is the default. */
export function logFor(options: GlobalOptions, level = 'info'): Logger {
  const wanted = options.logLevel ?? level;
  if (!LEVELS.includes(wanted))
    throw new UsageError(`--log-level must be one of ${LEVELS.join(', ')}, not "${wanted}"`);
  return createLog({ level: wanted, format: logFormat(options.logFormat) });
}

function logFormat(text: string): LogOptions['format'] {
  const format = FORMATS.find((known) => known === text);
  if (!format) throw new UsageError(`--log-format must be one of ${FORMATS.join(', ')}, not "${text}"`);
  return format;
}

export function configFor(options: GlobalOptions): Config {
  return loadConfig(options.config, process.env);
}

/** What a command that works on the database alone is given. */
export interface StoreFrame {
  readonly store: Store;
  readonly config: Config;
  readonly options: GlobalOptions;
  readonly now: UnixSeconds;
}

/** Runs `work` with the database alone: no token, no password needs to be there. */
export async function withStore<T>(
  command: Command,
  work: (frame: StoreFrame) => Promise<T> | T,
): Promise<T> {
  const options = globalOptions(command);
  const config = loadConfig(options.config, process.env, { need: [] });
  const { openStore } = await import('@roamwatch/store');
  const store = openStore({ file: config.database.file, log: logFor(options, 'warn') });
  try {
    return await work({ store, config, options, now: systemClock() });
  } finally {
    store.close();
  }
}

/** Runs `work` with everything the configuration names, and closes it whatever happens. */
export async function withContext<T>(
  options: GlobalOptions,
  log: Logger,
  work: (ctx: Context) => Promise<T> | T,
  parts: Omit<ContextOptions, 'log'> = {},
): Promise<T> {
  const config = configFor(options);
  const { createContext } = await import('../create-context.js');
  const ctx = await createContext(config, { log, ...parts });
  try {
    return await work(ctx);
  } finally {
    await ctx.close();
  }
}
