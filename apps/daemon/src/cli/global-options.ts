import type { Command } from 'commander';
import type { Config } from '../config/config.js';
import { type LoadOptions, loadConfig } from '../config/load.js';
import { createLog, type Logger, type LogOptions } from '../log.js';
import { configFile } from './config-file.js';
import { UsageError } from './failure.js';

/** The options every command understands. */
export interface GlobalOptions {
  /** Undefined: `configFor` looks into the usual places. */
  readonly config?: string;
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

/**
 * The configuration that the options name, or the one in the usual places.
 *
 * @throws UsageError when there is none; with `optional` the defaults apply then.
 */
export function configFor(options: GlobalOptions, how: LoadOptions = {}): Config {
  const { file, missingIn } = configFile(options.config, process.env);
  if (missingIn === null) return loadConfig(file, process.env, { ...how, optional: false });
  if (how.optional !== true) {
    throw new UsageError(
      `no configuration found in ${missingIn.join(', ')}. Create one with \`roamwatch init\`, or name one with --config`,
    );
  }
  // A secret that nobody configured is looked for when it is used, and named there.
  return loadConfig(file, process.env, { ...how, need: [] });
}
