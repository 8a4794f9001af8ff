import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const SOAK = fileURLToPath(new URL('../../../bench/soak/soak.js', import.meta.url));

interface Row {
  readonly figure: string;
  readonly first: number;
  readonly last: number;
}

/** Weeks of it run by command: `npm run soak -- --weeks 8`. */
test('three days of polls, ticks, prunings and scrapes leave memory and file handles where they were', async () => {
  const args = [SOAK, '--weeks', '0.43', '--size', '30', '--sample-hours', '3', '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const { polls, messages, samples, rows, flat } = JSON.parse(stdout);

  expect(flat, stdout).toBe(true);
  expect(polls).toBeGreaterThan(10);
  expect(messages).toBeGreaterThan(0);
  expect(samples).toBeGreaterThan(20);
  expect(rows.map(({ figure }: Row) => figure)).toEqual([
    'heapMB',
    'rssMB',
    'handles',
    'resources',
    'databaseMB',
  ]);
}, 60_000);
