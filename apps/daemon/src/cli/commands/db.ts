import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { formatBytes } from '@roamwatch/core';
import { BackupTargetError, backUp, prune } from '@roamwatch/monitor';
import { type Erasure, type Pruned, restoreDatabase } from '@roamwatch/store';
import type { Command } from 'commander';
import { systemClock } from '../../clock.js';
import { isoInstant } from '../../iso-instant.js';
import { openDatabase } from '../../open-database.js';
import { CommandFailure, UsageError } from '../failure.js';
import { configFor, globalOptions } from '../global-options.js';
import type { Outcome } from '../outcome.js';
import { printResult } from '../output.js';
import { readerOf } from '../reader.js';
import type { Column } from '../terminal/column.js';
import { tableOf } from '../terminal/table.js';
import { instantCell } from '../terminal/times.js';
import { oneWhich, type WhichOptions, whichIccid } from '../which-esim.js';
import { type StoreAccess, withStore } from '../with-store.js';
import { dbCopyCommand } from './db-copy.js';

export function dbCommand(program: Command, outcome: Outcome): void {
  const db = program
    .command('db')
    .description('Back up, verify, prune and copy the database; erase personal data')
    .addHelpText('after', '\nExample:\n  roamwatch db backup /var/backups/roamwatch.db');
  db.command('backup')
    .argument('<file>', 'target file; an earlier backup is replaced, any other file is not')
    .description('Write a complete copy, even while the daemon is running')
    .addHelpText('after', '\nExample:\n  roamwatch db backup /var/backups/roamwatch-$(date +%F).db')
    .action((file: string, _options: unknown, command: Command) =>
      withStore(command, (access) => writeBackup(access, file)),
    );
  db.command('restore')
    .argument('<file>', 'a backup made with db backup')
    .description('Put a backup in the place of the database; stop the daemon first')
    .addHelpText(
      'after',
      '\nThe replaced database is kept beside it, with its journal.\n\nExample:\n  roamwatch db restore /var/backups/roamwatch.db',
    )
    .action((file: string, _options: unknown, command: Command) => restore(command, file));
  db.command('check')
    .description('Verify the whole file. Exits 1 if it is damaged')
    .addHelpText('after', '\nExample:\n  roamwatch db check || echo "restore a backup"')
    .action((_options: unknown, command: Command) => checkDatabase(command, outcome));
  db.command('prune')
    .description('Delete data older than the configured retention (the daemon does this every night)')
    .addHelpText('after', '\nExample:\n  roamwatch db prune')
    .action((_options: unknown, command: Command) => withStore(command, pruneNow));
  db.command('forget')
    .argument(
      '[which]',
      "eSIM of the traveller: ICCID or its last digits, eSIM ID, label, or alert such as '#3'",
    )
    .option('--iccid <iccid>', 'the eSIM by its ICCID')
    .option('--esim-id <id>', 'the eSIM by its ID')
    .option('--yes', 'skip the confirmation')
    .description("Erase a traveller's label, address, readings and places; usage and cost figures are kept")
    .addHelpText('after', '\nThis cannot be undone.\n\nExample:\n  roamwatch db forget 8944500000000000017')
    .action((argument: string | undefined, local: ForgetOptions, command: Command) => {
      const which = oneWhich(argument, local, 'db forget <which>');
      return withStore(command, async (access) =>
        forget(access, outcome, await whichIccid(access, which), local.yes ?? false),
      );
    });
  dbCopyCommand(db);
  db.command('erasures')
    .description('List when personal data was erased')
    .addHelpText('after', '\nExample:\n  roamwatch db erasures --json')
    .action((_options: unknown, command: Command) => withStore(command, showErasures));
}

interface ForgetOptions extends WhichOptions {
  readonly yes?: true;
}

async function writeBackup({ store, config, options }: StoreAccess, file: string): Promise<void> {
  if (config.database.server) throw new UsageError(SERVER_BACKUPS);
  try {
    const backup = await backUp(store, file);
    printResult(options, backup, () => {
      const what = backup.replaced ? ', replacing the earlier backup' : '';
      return `${backup.file}: ${formatBytes(backup.bytes)}, complete, readable only by you${what}`;
    });
  } catch (error) {
    if (error instanceof BackupTargetError) throw new UsageError(error.message);
    throw error;
  }
}

const SERVER_BACKUPS =
  'a PostgreSQL database is backed up and restored by its own tools, pg_dump --format=custom and pg_restore';

/** Needs no database that can be opened: it may be damaged, or gone. */
function restore(command: Command, backup: string): void {
  const options = globalOptions(command);
  const { database } = configFor(options, { need: [] });
  if (database.server) throw new UsageError(SERVER_BACKUPS);
  const { file } = database;
  if (!existsSync(backup)) throw new CommandFailure(`there is no backup ${resolve(backup)}: check the path`);
  const kept = restoreDatabase(file, resolve(backup), systemClock());
  printResult(options, { file, kept }, () =>
    [
      `Restored ${file} from ${backup}.`,
      ...(kept === null ? [] : [`The replaced database is ${kept}.`]),
    ].join('\n'),
  );
}

/** Opens the file for reading alone: what may be damaged is not written to. */
async function checkDatabase(command: Command, outcome: Outcome): Promise<void> {
  const options = globalOptions(command);
  const config = configFor(options, { need: [] });
  const store = await openDatabase(config, { readOnly: true });
  try {
    const faults = await store.upkeep.check();
    printResult(options, { file: store.file, sound: faults.length === 0, faults }, () =>
      faults.length === 0
        ? `${store.file} is sound`
        : [`${store.file} is damaged: restore a backup`, ...faults.map((fault) => `  ${fault}`)].join('\n'),
    );
    if (faults.length > 0) outcome.exitCode = 1;
  } finally {
    await store.close();
  }
}

async function pruneNow({ store, config, options, now }: StoreAccess): Promise<void> {
  const pruned = await prune(store, config, now);
  printResult(options, pruned, () => inWords(pruned));
}

function inWords(pruned: Pruned): string {
  const removed = [
    [pruned.readings, 'readings (the last of each day is kept)'],
    [pruned.days, 'rows of daily usage'],
    [pruned.alerts, 'resolved alerts'],
    [pruned.messages, 'messages'],
    [pruned.cycles, 'cycles'],
    [pruned.rejected, 'rejected items'],
  ].filter(([rows]) => rows !== 0);
  if (removed.length === 0) return 'Nothing is older than the configured retention.';
  return ['Deleted:', ...removed.map(([rows, what]) => `  ${rows} ${what}`)].join('\n');
}

async function forget(
  { store, config, options, now }: StoreAccess,
  outcome: Outcome,
  iccid: string,
  yes: boolean,
): Promise<void> {
  if (!yes && !(await confirmed(iccid))) throw new UsageError('nothing was erased');
  const erased = await store.upkeep.forget(iccid, now);
  if (!erased) outcome.exitCode = 1;
  printResult(options, { iccid, erased }, () =>
    erased ? erasedText(iccid, config.inventory) : unknownText(iccid),
  );
}

function erasedText(iccid: string, inventory: string | null): string {
  return [
    `Erased the traveller of ${iccid}: label, address, readings and places. Logged in \`db erasures\`.`,
    ...(inventory === null ? [] : [`Remove the traveller from ${inventory} too.`]),
    'Existing backups and report files still contain the data.',
  ].join('\n');
}

function unknownText(iccid: string): string {
  return `No eSIM and no inventory entry has the ICCID ${iccid}. Nothing was erased.`;
}

/** Asks for confirmation on the terminal; where there is none, `--yes` is required. */
async function confirmed(iccid: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UsageError('db forget cannot be undone: pass --yes to confirm');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`Permanently erase the traveller of ${iccid}? Type yes: `);
    return answer.trim().toLowerCase() === 'yes';
  } finally {
    terminal.close();
  }
}

async function showErasures(access: StoreAccess): Promise<void> {
  const erasures = await access.store.upkeep.erasures();
  const columns: readonly Column<Erasure>[] = [
    { title: 'ICCID', cell: ({ iccid }) => iccid },
    { title: 'ERASED AT', ...instantCell(({ at }) => at, readerOf(access)) },
  ];
  printResult(
    access.options,
    erasures.map(({ iccid, at }) => ({ iccid, at: isoInstant(at) })),
    () => (erasures.length === 0 ? 'No personal data has been erased.' : tableOf(columns, erasures)),
  );
}
