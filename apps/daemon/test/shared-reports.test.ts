import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { holdTransaction } from '@roamwatch/test-peers/postgres';
import { expect, test } from 'vitest';
import { MONTHLY, missReports } from './installation/missed-report.js';
import { until, Workers } from './installation/workers.js';

test('a report that is due is written and mailed once by three workers, also when the one that writes it is killed; pruning is done once', {
  timeout: 240_000,
}, async () => {
  const report = (name: string) => ({
    name,
    schedule: MONTHLY,
    kinds: ['usage'],
    dir: `./${name}`,
    emailTo: [`${name}@example.com`],
  });
  const workers = await Workers.prepare(5, { reports: [report('calm'), report('killed')] });
  const { site } = workers;
  // While no daemon runs: a poll, and what is due afterwards.
  expect((await workers.roamwatch('poll')).code).toBe(0);
  await missReports(workers.url, ['calm', 'killed']);
  const prunedAt = Math.floor(Date.now() / 1_000) - 2 * 86_400;
  await workers.query(`insert into setting (key, value) values ('prune.doneAt', '${prunedAt}')`);

  // Its files are written, and it is about to store that, with the message.
  const state = await holdTransaction(
    workers.url,
    `select pg_advisory_xact_lock(hashtextextended('roamwatch setting report.killed', 0))`,
  );
  for (const place of [0, 1, 2]) workers.start(place);
  const writing = await workers.waitingFor(state);
  expect(readdirSync(join(site.folder, 'killed')).join()).toContain('usage');
  await workers.kill(writing);
  await state.release();
  // What the killed worker had just sent may have come again, under its id.
  const mailed = () =>
    new Map(site.mail.received.map(({ headers, to }) => [headers.get('message-id'), to.join()]));
  await until('both reports are mailed', () => mailed().size >= 2);

  // Whoever starts looks for what is due, and finds nothing.
  const looked = async () => {
    const jobs = await workers.query(
      `select from roamwatch_queue.job where name = 'report' and state = 'completed'`,
    );
    return jobs.length;
  };
  const before = await looked();
  workers.start(writing);
  await until('it has looked for both', async () => (await looked()) >= before + 2);
  const written = workers.events('report-written').map(({ report }) => report);
  expect(written.sort()).toEqual(['calm', 'killed']);
  expect([...mailed().values()].sort()).toEqual(['calm@example.com', 'killed@example.com']);
  expect(
    await workers.query(`select receiver, state from message where kind = 'report' order by receiver`),
  ).toEqual([
    { receiver: 'report calm', state: 'sent' },
    { receiver: 'report killed', state: 'sent' },
  ]);
  expect(workers.events('pruned')).toHaveLength(1);
  await workers.stopAll();
});
