import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  closeMonth,
  openMonths,
  openReasonInWords,
  rememberSchedules,
  scheduledJobs,
  tick,
} from '@roamwatch/monitor';
import { type MailCatcher, startMailCatcher } from '@roamwatch/test-peers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Context, createContext, loadConfig, silentLog } from '../../src/index.js';
import { listedEsim } from '../listed-esim.js';
import { storeDays } from '../store-days.js';

const at = (text: string) => Date.parse(text) / 1000;

let folder: string;
let mail: MailCatcher;
let ctx: Context;
let clock: number;

/** London keeps summer time from 29 March on: its April begins at 23:00 UTC. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'roamwatch-scheduled-'));
  mail = await startMailCatcher();
  configure('"0 6 4 * *"', '3d');
  clock = at('2026-03-10T12:00:00Z');
  await start();
  const esims = [listedEsim({ esimId: 'e1', iccid: '8944000000000000001' })];
  await ctx.store.fleet.recordListed({ esims, rejected: [] }, clock);
  await storeDays(ctx.store, 1, [{ date: '2026-03-09', location: 'France', usedBytes: 5_000 }], clock);
  await live();
});

afterEach(async () => {
  await ctx.close();
  await mail.close();
  rmSync(folder, { recursive: true, force: true });
});

function configure(schedule: string, closeAfter: string): void {
  writeFileSync(
    join(folder, 'roamwatch.yaml'),
    `api: { token: secret, baseUrl: "http://127.0.0.1:9" }
timeZone: Europe/London
receivers: [{ name: ops, email: { to: [ops@example.com] } }]
smtp: { host: 127.0.0.1, port: ${mail.port}, from: roamwatch@example.com }
reports:
  - { name: finance, schedule: ${schedule}, closeAfter: ${closeAfter}, dir: ./reports, emailTo: [finance@example.com] }
`,
  );
}

async function start(): Promise<void> {
  ctx = await createContext(loadConfig(join(folder, 'roamwatch.yaml'), {}), {
    log: silentLog(),
    now: () => clock,
  });
  await rememberSchedules(ctx);
}

/** A minute of the daemon after a successful poll that read all purchases. */
async function live(): Promise<void> {
  await ctx.store.purchases.record(1, { purchases: [], rejected: [] }, clock);
  await ctx.store.cycles.finish(await ctx.store.cycles.begin(clock), clock, {}, null);
  await tick(ctx);
}

function file(name: string): string {
  return join(folder, 'reports', name);
}

function subjects(): readonly (string | undefined)[] {
  return mail.received.map(({ subject }) => subject);
}

test('the month is closed after its time, the files lie in the folder and in a mail, once', async () => {
  clock = at('2026-04-03T22:59:00Z');
  await live();
  expect((await ctx.store.closing.history()).closings).toEqual([]);
  clock = at('2026-04-03T23:00:00Z');
  await live();
  expect((await ctx.store.closing.history()).closings.map(({ month }) => month)).toEqual(['2026-03']);
  expect(existsSync(file('usage-2026-03.csv'))).toBe(false);

  clock = at('2026-04-04T05:00:00Z');
  await live();
  await live();
  expect(JSON.parse(readFileSync(file('manifest-2026-03.json'), 'utf8'))).toMatchObject({
    periodStatus: 'closed',
    timeZone: 'Europe/London',
    files: [{ name: 'usage-2026-03.csv', rows: 1 }, { rows: 0 }, { rows: 1 }],
  });
  expect(subjects()).toEqual(['[report] finance: March 2026 eSIM usage report (final)']);
  expect(mail.received[0]?.text).toContain('usage-2026-03.csv: 1 row, 0.005 MB');
  expect((await scheduledJobs(ctx)).find(({ name }) => name === 'report finance')?.overdueBy).toBe(0);
});

test('runs missed while the machine was off are caught up once, a file for each month', async () => {
  await ctx.close();
  clock = at('2026-06-20T12:00:00Z');
  await start();
  await tick(ctx);
  expect(existsSync(file('usage-2026-03.csv'))).toBe(false);
  await live();
  await live();
  expect(subjects().filter((subject) => subject?.startsWith('[report]'))).toEqual([
    '[report] finance: March 2026 eSIM usage report (final)',
    '[report] finance: April 2026 eSIM usage report (final)',
    '[report] finance: May 2026 eSIM usage report (final)',
  ]);
  await ctx.close();
  await start();
  await live();
  expect(mail.received.filter(({ subject }) => subject?.startsWith('[report]'))).toHaveLength(3);
});

test('without a poll since the month ended nothing is closed or written, and that is notified once', async () => {
  clock = at('2026-04-04T05:00:00Z');
  await tick(ctx);
  expect(mail.received).toEqual([]);
  clock += 3_700;
  for (let minute = 0; minute < 3; minute++) await tick(ctx);
  expect((await ctx.store.closing.history()).closings).toEqual([]);
  expect(subjects()).toEqual(['[notice] The report finance has not been written yet']);
  expect(mail.received[0]?.text).toContain('no poll has succeeded since 2026-03 ended');
  expect((await scheduledJobs(ctx)).find(({ name }) => name === 'report finance')?.overdueBy).toBeGreaterThan(
    0,
  );
  await live();
  expect(subjects()).toContain('[report] finance: March 2026 eSIM usage report (final)');
});

test('a notice that the first version sent, under its former key, is not sent again', async () => {
  clock = at('2026-04-04T05:00:00Z');
  await tick(ctx);
  const { notified, ...state } = (await ctx.store.settings.get('report.finance')) as { notified: boolean };
  expect(notified).toBe(false);
  await ctx.store.settings.set('report.finance', { ...state, told: true });
  clock += 3_700;
  await tick(ctx);
  expect(mail.received).toEqual([]);
});

test('a month is not closed until its purchases were requested', async () => {
  clock = at('2026-04-04T05:00:00Z');
  await ctx.store.cycles.finish(await ctx.store.cycles.begin(clock), clock, {}, null);
  await tick(ctx);
  expect((await ctx.store.closing.history()).closings).toEqual([]);
  await ctx.store.purchases.historyFailed(1, clock);
  await tick(ctx);
  expect((await ctx.store.closing.history()).closings).toHaveLength(1);
});

test('a folder that cannot be written is notified, and retried', async () => {
  writeFileSync(join(folder, 'reports'), 'in the way');
  clock = at('2026-04-04T05:00:00Z');
  await live();
  clock += 60;
  await live();
  expect(subjects()).toEqual(['[notice] The report finance has not been written yet']);
  rmSync(join(folder, 'reports'));
  await live();
  expect(existsSync(file('usage-2026-03.csv'))).toBe(false);
  clock += 300;
  await live();
  expect(existsSync(file('usage-2026-03.csv'))).toBe(true);
  expect(subjects()).toHaveLength(2);
});

test('a month that was reopened is not closed again by itself', async () => {
  clock = at('2026-04-04T05:00:00Z');
  await live();
  await ctx.store.closing.reopen('2026-03', () => ({ at: clock, comment: 'wrong' }));
  clock = at('2026-04-05T05:00:00Z');
  await live();
  expect((await ctx.store.closing.history()).closings).toEqual([]);
});

test('months that ended before the report was configured stay open', async () => {
  clock = at('2026-03-11T12:00:00Z');
  await live();
  expect((await ctx.store.closing.history()).events).toEqual([]);
});

test('a month closed manually before the one ahead of it leaves no gap: that one still closes when it is due', async () => {
  clock = at('2026-05-01T12:00:00Z');
  await ctx.store.cycles.finish(await ctx.store.cycles.begin(clock), clock, {}, null);
  await closeMonth({ store: ctx.store, now: clock, timeZone: 'Europe/London' }, '2026-04');
  expect(await openMonths(ctx)).toEqual([
    { month: '2026-03', reason: { kind: 'purchases-missing', esims: 1 } },
  ]);
  await live();
  const { closings } = await ctx.store.closing.history();
  expect(closings.map(({ month }) => month)).toEqual(['2026-03', '2026-04']);
  expect(await openMonths(ctx)).toEqual([]);
});

test('months that stay open are listed with the reason', async () => {
  await storeDays(ctx.store, 1, [{ date: '2026-01-31', location: 'France', usedBytes: 5_000 }], clock);
  clock = at('2026-04-04T05:00:00Z');
  await live();
  await ctx.store.closing.reopen('2026-03', () => ({ at: clock, comment: 'wrong' }));
  clock = at('2026-05-02T12:00:00Z');
  expect((await openMonths(ctx)).map(({ month, reason }) => [month, openReasonInWords(reason)])).toEqual([
    ['2026-01', 'ended before report finance was configured; close it manually'],
    ['2026-02', 'ended before report finance was configured; close it manually'],
    ['2026-03', 'reopened; close it manually'],
    ['2026-04', 'not due yet (closeAfter of report finance)'],
  ]);
});

test('a month delivered as preliminary is delivered again as final when it closes, however it is closed', async () => {
  await ctx.close();
  configure('"0 6 1 * *"', '5d');
  await start();
  await live();
  clock = at('2026-04-01T05:00:00Z');
  await live();
  expect(subjects()).toEqual(['[report] finance: March 2026 eSIM usage report (preliminary)']);
  const preliminary = mail.received[0]?.attachments[0]?.content.toString();
  expect(preliminary).toContain('2026-03,open,');
  clock = at('2026-04-06T05:00:00Z');
  await live();
  await live();
  expect(subjects()).toEqual([
    '[report] finance: March 2026 eSIM usage report (preliminary)',
    '[report] finance: March 2026 eSIM usage report (final)',
  ]);
  expect(mail.received[1]?.attachments[0]?.content.toString()).toContain('2026-03,closed,');
  expect(readFileSync(file('usage-2026-03.csv'), 'utf8')).toContain('2026-03,closed,');
});

test('a queued mail sends the bytes that were queued, whatever becomes of the files', async () => {
  const port = mail.port;
  await mail.close();
  clock = at('2026-04-04T05:00:00Z');
  await live();
  const queued = readFileSync(file('usage-2026-03.csv'));
  rmSync(file('summary-2026-03.csv'));
  writeFileSync(file('usage-2026-03.csv'), 'overwritten');
  mail = await startMailCatcher({ port });
  clock += 3_700;
  await tick(ctx);
  const [message] = mail.received.filter(({ subject }) => subject?.startsWith('[report]'));
  expect(message?.attachments.map(({ fileName }) => fileName)).toEqual([
    'usage-2026-03.csv',
    'purchases-2026-03.csv',
    'summary-2026-03.csv',
    'manifest-2026-03.json',
  ]);
  expect(message?.attachments[0]?.content).toEqual(queued);
});
