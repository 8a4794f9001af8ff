import { type InventoryProblem, inventoryFaultInWords } from '@roamwatch/core';
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
    .description('Import the inventory file, as the next poll would, and report mismatches with the fleet')
    .argument('[check]', 'import it, then list every mismatch; exits 1 if there are any')
    .addHelpText('after', EXAMPLES)
    .action(async (what: string | undefined, _options: unknown, command: Command) => {
      if (what !== undefined && what !== 'check') {
        throw new UsageError(
          `unknown argument "${what}": use \`roamwatch inventory\` or \`roamwatch inventory check\``,
        );
      }
      outcome.exitCode = await withStore(command, (access) => show(access, what === 'check'));
    });
}

/** Returns the exit code. */
async function show(access: StoreAccess, inDetail: boolean): Promise<0 | 1> {
  const { inventory: file } = access.config;
  if (file === null) {
    throw new UsageError('no inventory is configured: set `inventory` in the configuration');
  }
  try {
    const found = await compare(access, file);
    const words = () => (inDetail ? details(found) : summary(found));
    const standing = await standingOf(access);
    printShown(access, withStandingOfOne({ value: found, words }, standing, readerOf(access)));
    return inDetail && !fits(found) ? 1 : 0;
  } catch (error) {
    if (!(error instanceof InventoryError)) throw error;
    say(error.message);
    return 1;
  }
}

/** Takes the file over as the next poll would, then compares. */
async function compare({ store, now }: StoreAccess, file: string): Promise<Comparison> {
  const { entries, problems, warnings, digest } = readInventory(file);
  await store.inventory.replace(entries, digest, now);
  return {
    file,
    entries: entries.length,
    problems: problems.map(inWords),
    warnings: warnings.map(inWords),
    fleetKnown: (await store.fleet.countByStatus()).size > 0,
    unknownIccids: await store.inventory.unknownIccids(),
    withoutEntry: await store.inventory.withoutEntry(),
  };
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
    `Without an entry  ${found.withoutEntry.length} eSIMs`,
    ...(fits(found) ? [] : ['`roamwatch inventory check` lists them.']),
  ].join('\n');
}

function details(found: Comparison): string {
  if (fits(found)) {
    const none = found.fleetKnown ? 'no mismatches.' : 'no eSIM to compare them with.';
    return `${found.file}: ${found.entries} entries, ${none}`;
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
  roamwatch inventory
  roamwatch inventory check
  roamwatch inventory check --json`;
