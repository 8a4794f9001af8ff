import { counted, type InventoryProblem, inventoryFaultInWords } from '@roamwatch/core';
import type { EsimWithoutEntry } from '@roamwatch/store';
import type { Command } from 'commander';
import { InventoryError, readInventory } from '../../inventory/index.js';
import { say, UsageError } from '../failure.js';
import type { Outcome } from '../outcome.js';
import { readerOf } from '../reader.js';
import { printShown, withStandingOfOne } from '../shown.js';
import { standingOf } from '../standing.js';
import { table } from '../terminal/table.js';
import { type StoreAccess, withStore } from '../with-store.js';

/** The inventory file beside the fleet that is known. */
interface Comparison {
  readonly file: string;
  readonly problems: readonly Line[];
  readonly warnings: readonly Line[];
  readonly entries: number;
  /** ICCIDs in the file that no eSIM has. */
  readonly unknownIccids: readonly string[];
  /** False before the first poll: then no ICCID can be known. */
  readonly fleetKnown: boolean;
  /** eSIMs in the list that are missing from the file. */
  readonly withoutEntry: readonly EsimWithoutEntry[];
}

interface Line {
  readonly line: number;
  readonly message: string;
}

export function inventoryCommand(program: Command, outcome: Outcome): void {
  program
    .command('inventory')
    .description('Import the inventory file, as the next poll would, or check how it fits the fleet')
    .argument('[check]', 'import nothing: list every mismatch, and exit 1 if there are any')
    .addHelpText('after', EXAMPLES)
    .action(async (what: string | undefined, _options: unknown, command: Command) => {
      if (what !== undefined && what !== 'check') {
        throw new UsageError(
          `unknown argument "${what}": use \`roamwatch inventory\` or \`roamwatch inventory check\``,
        );
      }
      outcome.exitCode = await withStore(command, (access) =>
        (what === 'check' ? check : importFile)(access),
      );
    });
}

/** Returns the exit code: 1 where the file cannot be read. */
function importFile(access: StoreAccess): Promise<0 | 1> {
  return reading(access, async (file) => {
    const { entries, digest } = file.inventory;
    await access.store.inventory.replace(entries, digest, access.now);
    const found = await compare(access, file);
    await print(access, found, summary);
    return 0;
  });
}

/** Changes nothing. Returns the exit code: 1 where something does not match. */
function check(access: StoreAccess): Promise<0 | 1> {
  return reading(access, async (file) => {
    const found = await compare(access, file);
    await print(access, found, details);
    return fits(found) ? 0 : 1;
  });
}

interface InventoryFile {
  readonly name: string;
  readonly inventory: ReturnType<typeof readInventory>;
}

async function reading(
  { config: { inventory: name } }: StoreAccess,
  work: (file: InventoryFile) => Promise<0 | 1>,
): Promise<0 | 1> {
  if (name === null) {
    throw new UsageError('no inventory is configured: set `inventory` in the configuration');
  }
  try {
    return await work({ name, inventory: readInventory(name) });
  } catch (error) {
    if (!(error instanceof InventoryError)) throw error;
    say(error.message);
    return 1;
  }
}

async function compare(
  { store: { fleet, inventory } }: StoreAccess,
  { name, inventory: { entries, problems, warnings } }: InventoryFile,
): Promise<Comparison> {
  const iccids = entries.map(({ iccid }) => iccid);
  return {
    file: name,
    entries: entries.length,
    problems: problems.map(inWords),
    warnings: warnings.map(inWords),
    fleetKnown: (await fleet.countByStatus()).size > 0,
    unknownIccids: await inventory.unknownAmong(iccids),
    withoutEntry: await inventory.listedWithout(iccids),
  };
}

async function print(
  access: StoreAccess,
  found: Comparison,
  words: (found: Comparison) => string,
): Promise<void> {
  const shown = { value: found, words: () => words(found) };
  printShown(access, withStandingOfOne(shown, await standingOf(access), readerOf(access)));
}

function inWords({ line, fault }: InventoryProblem): Line {
  return { line, message: inventoryFaultInWords(fault) };
}

function fits({ problems, warnings, unknownIccids, withoutEntry }: Comparison): boolean {
  return [problems, warnings, unknownIccids, withoutEntry].every((list) => list.length === 0);
}

function summary(found: Comparison): string {
  return [
    found.file,
    `Entries           ${found.entries}`,
    `Rejected lines    ${found.problems.length}`,
    `Unknown ICCIDs    ${found.unknownIccids.length}`,
    `Without an entry  ${counted(found.withoutEntry.length, 'eSIM')}`,
    ...(fits(found) ? [] : ['`roamwatch inventory check` lists them.']),
  ].join('\n');
}

function details(found: Comparison): string {
  if (fits(found)) {
    const none = found.fleetKnown ? 'no mismatches.' : 'no eSIM to compare them with.';
    return `${found.file}: ${counted(found.entries, 'entry', 'entries')}, ${none}`;
  }
  const sections = [
    section(
      'Rejected lines',
      ['LINE', 'REASON'],
      [...found.problems, ...found.warnings].map(({ line, message }) => [String(line), message]),
    ),
    section(
      'ICCIDs without a matching eSIM',
      ['ICCID'],
      found.unknownIccids.map((iccid) => [iccid]),
    ),
    section(
      'eSIMs without an entry',
      ['ICCID', 'ESIM ID', 'STATUS'],
      found.withoutEntry.map(({ iccid, esimId, status }) => [iccid ?? 'none yet', esimId, status]),
    ),
  ];
  return sections.filter((text) => text !== null).join('\n\n');
}

function section(
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string | null {
  return rows.length === 0 ? null : `${title}\n${table(head, rows)}`;
}

const EXAMPLES = `
Examples:
  roamwatch inventory check          before the daemon imports a changed file
  roamwatch inventory check --json
  roamwatch inventory                import it now`;
