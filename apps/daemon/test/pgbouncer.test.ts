import {
  createDatabase,
  hasPgBouncer,
  queryDatabase,
  startPgBouncer,
  startPostgres,
} from '@roamwatch/test-peers/postgres';
import { expect, onTestFinished, test } from 'vitest';
import { MONTHLY, missReports } from './installation/missed-report.js';
import { run, start } from './installation/program.js';
import { scene } from './installation/scene.js';
import { told } from './installation/told.js';
import { until } from './installation/workers.js';

/** What leaves something behind in a session, or waits for something in it. Locks and settings of a transaction do not. */
const LEANS_ON_SESSION = [
  /^execute (?!<unnamed>)/,
  /\bpg_(try_)?advisory_(un)?lock/i,
  /(^|[:;])\s*(listen|unlisten|prepare|discard|load)\b/i,
  /(^|[:;])\s*(set|reset)\s+(?!local\b|transaction\b)/i,
  /\bset_config\([^)]*\bfalse\s*\)/i,
  /\bcreate\s+(local\s+|global\s+)?temp/i,
  /\bwith hold\b/i,
];

/** PgBouncer tells the server whose turn it is. */
const OF_PGBOUNCER = /^statement: SET application_name=/;

test.skipIf(!hasPgBouncer())(
  'two daemons share their work through PgBouncer in transaction mode, and lean on no session (skipped where pgbouncer is not installed)',
  { timeout: 120_000 },
  async () => {
    const server = await startPostgres({ log_statement: 'all' });
    onTestFinished(() => server.close());
    const direct = await createDatabase(server.url);
    const bouncer = await startPgBouncer(server.url, 6);
    onTestFinished(() => bouncer.close());
    const url = `${bouncer.url}${new URL(direct).pathname.slice(1)}`;
    const finance = { name: 'finance', schedule: MONTHLY, kinds: ['usage'], dir: './reports' };
    const { api, site } = await scene({
      config: { database: { url }, reports: [{ ...finance, emailTo: ['sam@example.com'] }] },
    });
    for (let esim = 0; esim < 60; esim++) api.add({ remaining: 900 });
    const poll = () => run(['poll', '--config', site.configFile]);
    expect((await poll()).code).toBe(0);
    await missReports(direct, ['finance']);
    const daemons = [0, 1].map(() => start(['run', '--config', site.configFile, '--log-format', 'json']));
    onTestFinished(() => daemons.forEach(({ process }) => void process.kill('SIGKILL')));
    for (const daemon of daemons) await daemon.saying('"event":"started"');
    const low = api.esims.slice(0, 3);
    for (const esim of low) esim.remaining = 20;
    expect((await poll()).code).toBe(0);
    const alerts = () => site.mail.received.filter(({ to }) => to.includes('ops@example.com'));
    const reports = () => site.mail.received.filter(({ to }) => to.includes('sam@example.com'));
    await until('everybody is notified', () => new Set(told(alerts())).size === low.length);
    await until('the report is mailed', () => reports().length > 0);
    for (const daemon of daemons) daemon.process.kill('SIGTERM');
    for (const daemon of daemons) expect((await daemon.ended).code).toBe(0);
    expect(told(alerts())).toEqual(low.map(({ iccid }) => iccid));

    await queryDatabase(direct, 'listen control');
    await until('the log is complete', () =>
      server.statements().some((one) => one.includes('listen control')),
    );
    const statements = server.statements().filter((statement) => !OF_PGBOUNCER.test(statement));
    expect(statements.join('\n')).toMatch(
      /pg_advisory_xact_lock.*insert into poll_shard.*INSERT INTO roamwatch_queue/s,
    );
    expect(statements.filter((statement) => LEANS_ON_SESSION.some((one) => one.test(statement)))).toEqual([
      expect.stringContaining('listen control'),
    ]);
  },
);
