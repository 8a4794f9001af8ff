import { stateOfRow } from '../parts/esim-state.js';
import type { FleetQuery, FleetRow, FleetSource } from '../ports/fleet.js';

const PAGE = 500;

const COLUMNS = [
  'iccid',
  'esim_id',
  'label',
  'cost_centre',
  'status',
  'severity',
  'open_alerts',
  'remaining_bytes',
  'allowance_bytes',
  'unlimited',
  'ends_at',
  'read_at',
  'failing_since',
  'state',
] as const;

/** How its reader may see a file. */
export interface Reader {
  /** A text of people's own, without what is hidden from them. */
  readonly shown: (text: string) => string;
  /** False: something speaks against what is stored, so that nothing is in order. */
  readonly isTrusted: boolean;
}

type Cell = string | number | boolean | null;

/** Every row that matches, page by page, so that the memory does not grow with the fleet. RFC 4180. */
export async function* fleetCsv(
  source: FleetSource,
  query: FleetQuery,
  reader: Reader,
): AsyncGenerator<string> {
  yield `${COLUMNS.join(',')}\r\n`;
  for await (const rows of pages(source, query)) {
    yield rows.map((row) => `${cellsOf(row, reader).map(cellText).join(',')}\r\n`).join('');
  }
}

export async function* fleetJson(
  source: FleetSource,
  query: FleetQuery,
  reader: Reader,
): AsyncGenerator<string> {
  let separator = '[';
  for await (const rows of pages(source, query)) {
    for (const row of rows) {
      const cells = cellsOf(row, reader);
      yield `${separator}\n${JSON.stringify(Object.fromEntries(COLUMNS.map((name, i) => [name, cells[i]])))}`;
      separator = ',';
    }
  }
  yield separator === '[' ? '[]\n' : '\n]\n';
}

async function* pages(source: FleetSource, query: FleetQuery): AsyncGenerator<readonly FleetRow[]> {
  let after: string | null = null;
  do {
    const page = await source.fleet({ ...query, after, limit: PAGE });
    yield page.rows;
    after = page.next;
  } while (after !== null);
}

function cellsOf(row: FleetRow, { shown, isTrusted }: Reader): readonly Cell[] {
  const cells: readonly Cell[] = [
    row.iccid,
    row.esimId,
    row.label,
    row.costCentre,
    row.status,
    row.severity,
    row.openAlerts,
    row.remainingBytes,
    row.allowanceBytes,
    row.unlimited,
    isoOf(row.endsAt),
    isoOf(row.readAt),
    isoOf(row.failingSince),
    stateOfRow(row, isTrusted),
  ];
  return cells.map((cell) => (typeof cell === 'string' ? shown(cell) : cell));
}

/** Text that a spreadsheet would run gets an apostrophe; figures never. */
function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function isoOf(at: number | null): string | null {
  return at === null ? null : new Date(at * 1000).toISOString().replace('.000Z', 'Z');
}
