import type { Inventory } from '@roamwatch/monitor';
import type { EsimWithoutEntry } from '@roamwatch/store';
import type { Command } from 'commander';
import { InventoryError, readInventory } from '../../inventory/index.js';
import { say, UsageError } from '../failure.js';
import { type StoreFrame, withStore } from '../frame.js';
import type { Outcome } from '../outcome.js';
import { printResult } from '../output.js';
import { table } from '../table.js';

/** The inventory file beside the fleet that is known. */
interface Comparison extends Pick<Inventory, 'problems' | 'warnings'> {
  readonly file: string;
  readonly entries: number;
  /** ICCIDs in the file that no eSIM has. */
  readonly unknownIccids: readonly string[];
  /** False before the first poll: then no ICCID can be known. */
  readonly fleetKnown: boolean;
  /** eSIMs in the list that the file says nothing of. */
  readonly withoutEntry: readonly EsimWithoutEntry[];
}

export function inventoryCommand(program: Command, outcome: Outcome): void {
  program
    .command('inventory')
    .description('Who has which eSIM: takes the inventory file over and says how it fits the fleet')
    .argument('[check]', 'list every line and eSIM that does not fit; exits 1 when there are any')
    .addHelpText('after', EXAMPLES)
    .action(async (what: string | undefined, _options: unknown, command: Command) => {
      if (what !== undefined && what !== 'check') {
        throw new UsageError(`\`roamwatch inventory\` takes nothing or "check", not "${what}"`);
      }
      outcome.exitCode = await withStore(command, (frame) => show(frame, what === 'check'));
    });
}

/** Returns the exit code. */
function show(frame: StoreFrame, inDetail: boolean): 0 | 1 {
  const { inventory: file } = frame.config;
  if (file === null) {
    throw new UsageError('no inventory is configured: name the file under `inventory:` in the configuration');
  }
  try {
    const found = compare(frame, file);
    printResult(frame.options, found, () => (inDetail ? details(found) : summary(found)));
    return inDetail && !fits(found) ? 1 : 0;
  } catch (error) {
    if (!(error instanceof InventoryError)) throw error;
    say(error.message);
    return 1;
  }
}

/** Takes the file over as the next poll would, then compares. */
function compare({ store, now }: StoreFrame, file: string): Comparison {
  const { entries, problems, warnings, digest } = readInventory(file);
  store.inventory.replace(entries, digest, now);
  return {
    file,
    entries: entries.length,
    problems,
    warnings,
    fleetKnown: store.fleet.countByStatus().size > 0,
    unknownIccids: store.inventory.unknownIccids(),
    withoutEntry: store.inventory.withoutEntry(),
  };
}

function fits({ problems, warnings, unknownIccids, withoutEntry }: Comparison): boolean {
  return [problems, warnings, unknownIccids, withoutEntry].every((list) => list.length === 0);
}

function summary(found: Comparison): string {
  return [
    found.file,
    `Entries           ${found.entries}`,
    `Lines set aside   ${found.problems.length}`,
    `Unknown ICCIDs    ${found.unknownIccids.length}`,
    `Without an entry  ${found.withoutEntry.length} eSIMs`,
    ...(fits(found) ? [] : ['`roamwatch inventory check` lists them.']),
    ...(found.fleetKnown ? [] : [NO_FLEET]),
  ].join('\n');
}

const NO_FLEET = 'No eSIM is known yet: `roamwatch poll` reads the list.';

function details(found: Comparison): string {
  if (fits(found)) return `${found.file}: ${found.entries} entries, and all fits.`;
  const sections = [
    section(
      'Lines that cannot be used',
      ['LINE', 'WHY'],
      [...found.problems, ...found.warnings].map(({ line, message }) => [String(line), message]),
    ),
    found.fleetKnown ? null : NO_FLEET,
    section(
      'ICCIDs in the file that no eSIM has',
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
