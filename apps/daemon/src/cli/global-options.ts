import type { Command } from 'commander';
import type { Config } from '../config/config.js';
import { loadConfig } from '../config/load.js';
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
