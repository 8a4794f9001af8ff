import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { AlreadyRunningError, holdInstance } from '@roamwatch/monitor';
import type { Store } from '@roamwatch/store';
import type { CopiedRows, CopyPhase, DatabaseCopy } from '@roamwatch/store/copy';
import type { Command } from 'commander';
import { systemClock } from '../../clock.js';
import type { Config } from '../../config/config.js';
import { databaseUrl } from '../../config/field.js';
import { Secret } from '../../config/secret.js';
import { openDatabase } from '../../open-database.js';
import { copyBar } from '../copy-bar.js';
import { CommandFailure, UsageError } from '../failure.js';
import { configFor, type GlobalOptions, globalOptions, logFor } from '../global-options.js';
import { printResult } from '../output.js';
import { abortOnSignals } from '../signals.js';
import { table } from '../terminal/table.js';
import { version } from '../version.js';

interface CopyFlags {
  readonly to: string;
  readonly passwordFile?: string;
}

/** Where the password of the target may come from: the variable that PostgreSQL's own tools read. */
const PASSWORD_VARIABLE = 'PGPASSWORD';

export function dbCopyCommand(db: Command): void {
  db.command('copy')
    .requiredOption('--to <database>', 'address of an empty PostgreSQL database')
    .option('--password-file <file>', `file with its password; else ${PASSWORD_VARIABLE} in the environment`)
    .description('Copy the SQLite database into PostgreSQL and verify every table; stop the daemon first')
    .addHelpText(
      'after',
      '\nAfter an interruption, run it again: it resumes. The SQLite file is kept.\n\nExample:\n  roamwatch db copy --to postgres://roamwatch@db.example.com/roamwatch',
    )
    .action((flags: CopyFlags, command: Command) => copy(command, flags));
}

async function copy(command: Command, { to, passwordFile }: CopyFlags): Promise<void> {
  const options = globalOptions(command);
  const config = configFor(options, { need: [] });
  const url = addressIn(to);
  const { file, server } = config.database;
  if (server) {
    throw new UsageError(
      `db copy starts from an SQLite file, and \`database\` is ${file}: name the file there until the copy is complete`,
    );
  }
  const password = passwordOf(passwordFile);
  if (!existsSync(file)) throw new CommandFailure(`there is no database ${file} to copy: check \`database\``);
  const { DatabaseCopy } = await import('@roamwatch/store/copy');
  const source = await openDatabase(config, { log: logFor(options, 'warn') });
  try {
    const target = await DatabaseCopy.open(file, {
      url,
      ...(password !== null && { password }),
      ...(config.tls && { ca: config.tls.certificates }),
    });
    try {
      await copyBetween(source, target, config, options);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** The address is not repeated: it may hold a password. */
function addressIn(text: string): string {
  const parsed = databaseUrl.safeParse(text);
  if (!parsed.success) throw new UsageError(`--to ${parsed.error.issues[0]?.message ?? 'is no address'}`);
  if (new URL(text).password === '') return text;
  throw new UsageError(
    `--to must hold no password, which others can read on a command line: use --password-file or ${PASSWORD_VARIABLE}`,
  );
}

/** @throws SecretError when it cannot be read. */
function passwordOf(file: string | undefined): string | null {
  if (file !== undefined) {
    return new Secret('--password-file', { kind: 'file', file: resolve(file) }).reveal();
  }
  const value = process.env[PASSWORD_VARIABLE];
  return value === undefined ? null : new Secret(PASSWORD_VARIABLE, { kind: 'variable', value }).reveal();
}

async function copyBetween(
  source: Store,
  target: DatabaseCopy,
  config: Config,
  options: GlobalOptions,
): Promise<void> {
  const lost = new AbortController();
  const interrupted = abortOnSignals();
  const releases = [];
  try {
    for (const store of [source, target.store]) {
      const held = {
        store,
        holder: `db copy ${process.pid}`,
        version: version(),
        now: systemClock,
        log: logFor(options, 'warn'),
      };
      releases.push(await holdInstance(held, (error) => lost.abort(error)));
    }
    const signal = AbortSignal.any([interrupted, lost.signal]);
    const copied = await withBar(options, (onProgress) => target.run({ signal, onProgress }));
    const files = { from: config.database.file, to: target.store.file };
    const tables = copied.filter(({ rows }) => rows > 0);
    printResult(options, { ...files, verified: true, tables: copied }, () => inWords(files, tables));
  } catch (error) {
    if (!interrupted.aborted || error instanceof AlreadyRunningError) throw error;
    throw new CommandFailure('interrupted: copied rows are kept; run the same command again to resume');
  } finally {
    for (const release of releases) await release();
  }
}

/** On a terminal, unless a program reads the result. */
async function withBar<T>(
  { json }: GlobalOptions,
  work: (onProgress: (progress: CopyPhase) => void) => Promise<T>,
): Promise<T> {
  if (process.stderr.isTTY !== true || json === true) return work(() => undefined);
  const bar = copyBar();
  try {
    return await work(bar.update);
  } finally {
    bar.stop();
  }
}

function inWords(
  { from, to }: { readonly from: string; readonly to: string },
  tables: readonly CopiedRows[],
): string {
  return [
    table(
      ['TABLE', 'ROWS'],
      tables.map(({ table: name, rows }) => [name, String(rows)]),
    ),
    `Copied ${from} to ${to}. Rows, sums and a digest of every table are the same.`,
    'Name the new database in the configuration (`database`), run `roamwatch check --online`, and keep the file as a backup.',
  ].join('\n');
}
