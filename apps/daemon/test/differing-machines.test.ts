import { MINUTE } from '@roamwatch/core';
import {
  createDatabase,
  type PostgresServer,
  queryDatabase,
  startPostgres,
} from '@roamwatch/test-peers/postgres';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { Daemon, sample } from './installation/daemon.js';
import { NOON } from './installation/installation.js';
import { type Running, run, start } from './installation/program.js';
import { scene } from './installation/scene.js';

const HTTP = { http: { listen: '127.0.0.1:0' } };
const RULES = { rules: [{ name: 'low', type: 'data-low', critical: ['10%'] }] };
const OTHER_RULES = { rules: [{ name: 'low', type: 'data-low', critical: ['20%'] }] };
const INVENTORY = 'iccid,label,email\n8944000000000000001,Anna,anna@example.com\n';

/** Long enough to be compared, and easy to find where it must not be. */
const TOKEN = 'token-that-must-not-be-found-anywhere';

/** The clock of real daemons comes round once a minute, and they decide nothing until they have heard of each other. */
const PATIENCE_MS = 150_000;

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.close());

async function until<T>(what: string, found: () => Promise<T | null | undefined | false>): Promise<T> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const value = await found();
    if (value) return value;
    if (performance.now() > end) throw new Error(`not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test('machines that differ for a few minutes notify nobody; for longer, everybody is notified once, and of the end', {
  timeout: 4 * PATIENCE_MS,
}, async () => {
  const url = await createDatabase(server.url);
  const { api, site } = await scene({ config: { ...HTTP, ...RULES, database: { url } } });
  site.write('token', TOKEN);
  api.token = TOKEN;
  api.add();
  const daemon = await Daemon.start(site);
  await daemon.event('cycle');
  const own = await until('its fingerprint', async () => {
    const [row] = await queryDatabase(url, 'select fingerprint from lease where fingerprint is not null');
    return row && (JSON.parse(String(row.fingerprint)) as Record<string, string>);
  });
  const elsewhere = (fingerprint: object) =>
    queryDatabase(
      url,
      `delete from lease where holder = 'process 7 on elsewhere';
      insert into lease (id, holder, host, pid, process, acquired_at, renewed_at, expires_at, version, fingerprint)
      select 99, 'process 7 on elsewhere', 'elsewhere', 7, 'other', ${NOON}, ${NOON}, ${NOON + 100_000}, version,
        '${JSON.stringify(fingerprint)}' from lease`,
    );
  /** The clock jumps, and leases are renewed in real time. */
  const wait = async (seconds: number) => {
    await queryDatabase(url, `update lease set expires_at = ${NOON + 100_000}`);
    site.wait(seconds);
  };
  const reasons = () => daemon.reasons();
  const differs = () =>
    until('it is known', async () => (await reasons()).some((one) => one.includes('differ in')));
  const agrees = () => until('they agree', async () => (await reasons()).length === 0);

  await elsewhere({ ...own, rules: 'other' });
  await wait(MINUTE);
  await differs();
  expect((await daemon.get('/readyz')).status).toBe(200);
  await elsewhere(own);
  await wait(MINUTE);
  await agrees();

  await elsewhere({ ...own, rules: 'other', 'api.token': 'other' });
  await wait(MINUTE);
  await differs();
  expect(site.subjects).toEqual([]);
  await wait(5 * MINUTE);
  await site.mail.waitFor(1);
  expect(site.mail.received[0]?.subject).toContain('Machines that share the database differ');
  expect(site.mail.received[0]?.text).toMatch(
    /process \d+ on .+ and process 7 on elsewhere differ in api\.token and rules\./i,
  );

  await daemon.reload();
  expect(await daemon.event('daemons-differ')).toMatchObject({ level: 40 });

  // The database was away, and the other has not come back to it yet.
  await queryDatabase(url, `update lease set expires_at = ${NOON}`);
  site.wait(MINUTE);
  await until('its lease is held again', async () => {
    const [row] = await queryDatabase(url, 'select expires_at from lease where id <> 99');
    return Number(row?.expires_at) > NOON;
  });
  await elsewhere({ ...own, rules: 'other', 'api.token': 'other' });
  await wait(MINUTE);
  await differs();
  expect(site.subjects).toHaveLength(1);

  await elsewhere(own);
  await wait(MINUTE);
  await site.mail.waitFor(2);
  expect(site.subjects[1]).toMatch(/Resolved: Machines that share the database differ/);
  await agrees();
  await daemon.reload();
  await daemon.event('daemons-agree');
});

/** Two machines with separate files and one database. */
async function machines(config: Readonly<Record<string, unknown>>) {
  const url = await createDatabase(server.url);
  const { api, site } = await scene({
    inventory: INVENTORY,
    config: { ...HTTP, ...config, database: { url } },
  });
  const other = await scene({ inventory: INVENTORY, config: { ...HTTP, ...config, database: { url } } });
  for (const machine of [site, other.site]) machine.write('token', TOKEN);
  api.token = TOKEN;
  api.add();
  const configure = (machine: typeof site, changed: Readonly<Record<string, unknown>>) =>
    machine.configure({
      ...HTTP,
      ...config,
      api: {
        baseUrl: api.url,
        tokenFile: './token',
        requestsPerSecond: 10_000,
        concurrency: machine === site ? 4 : 9,
      },
      smtp: { host: site.mail.host, port: site.mail.port, from: 'Roamwatch <alerts@example.com>' },
      database: { url },
      ...changed,
    });
  const daemon = ({ configFile }: typeof site) => {
    const one = start(['run', '--config', configFile, '--log-format', 'json']);
    onTestFinished(async () => {
      one.process.kill('SIGKILL');
      await one.ended;
    });
    return one;
  };
  return { url, a: site, b: other.site, configure, daemon };
}

async function pageOf(one: Running): Promise<string> {
  await one.saying('"event":"started"');
  return /"http":"(http:[^"]+)"/.exec(one.output())?.[1] ?? '';
}

test('a difference in rules and inventories is reported everywhere, and no longer once the files are the same', {
  timeout: 4 * PATIENCE_MS,
}, async () => {
  const { url, a, b, configure, daemon } = await machines(RULES);
  configure(a, RULES);
  configure(b, OTHER_RULES);
  b.write('inventory.csv', INVENTORY.replace('Anna', 'Ben'));
  const [one, other] = [daemon(a), daemon(b)];
  for (const running of [one, other]) await running.saying('"event":"daemons-differ"');
  const line = other
    .output()
    .split('\n')
    .find((text) => text.includes('"event":"daemons-differ"'));
  expect(JSON.parse(line ?? '{}')).toMatchObject({
    differences: [{ versions: null, sections: ['inventory', 'rules'] }],
    msg: expect.stringMatching(
      new RegExp(
        `process (${one.process.pid}|${other.process.pid}) on .+ and process (${one.process.pid}|${other.process.pid}) on .+ differ in inventory and rules$`,
      ),
    ),
  });

  for (const running of [one, other]) {
    const http = await pageOf(running);
    const state = await until('readyz', async () => {
      const answer = await fetch(`${http}/readyz`);
      const { reasons } = (await answer.json()) as { reasons: string[] };
      return reasons.some((reason) => reason.includes('differ in inventory and rules')) && answer.status;
    });
    expect(state).toBe(200);
    const metrics = await (await fetch(`${http}/metrics`)).text();
    expect(sample(metrics, 'roamwatch_fleet_condition{condition="daemons-differ",scale="note"}')).toBe(1);
    expect(await (await fetch(http)).text()).toMatch(/differ in inventory and rules\./i);
  }

  const status = await run(['status', '--config', a.configFile]);
  expect(status.stdout).toMatch(/To be checked\s+process .+ differ in inventory and rules/);
  expect(status.stdout).toMatch(/Running\s+process \d+ on .+, and 1 more: see below/);
  for (const { process } of [one, other])
    expect(status.stdout).toMatch(new RegExp(`^ *${process.pid}  .+ \\d+\\.\\d+\\.\\d+ `, 'm'));
  const json = JSON.parse((await run(['status', '--json', '--config', a.configFile])).stdout);
  expect(json).toMatchObject({
    toCheck: [expect.stringContaining('differ in')],
    daemons: [expect.anything(), expect.anything()],
  });
  const check = await run(['check', '--online', '--config', a.configFile]);
  expect(check.stdout).toMatch(/WARN\s+daemons: process .+ differ in inventory and rules/);

  // Nothing of a secret is stored, and what is stored of the token is too little to tell it.
  const [stored] = await queryDatabase(url, 'select string_agg(fingerprint, $$ $$) as text from lease');
  expect(stored?.text).not.toContain(TOKEN);

  configure(b, RULES);
  b.write('inventory.csv', INVENTORY);
  other.process.kill('SIGHUP');
  await other.saying('"event":"daemons-agree"');
  await one.saying('"event":"daemons-agree"');
  for (const running of [one, other])
    expect(running.output().match(/"event":"daemons-differ"/g)).toHaveLength(1);
  const after = await run(['check', '--online', '--config', b.configFile]);
  expect(after.stdout).toMatch(/ok\s+daemons: process \d+ on .+, process \d+ on .+: the same configuration/);
  configure(b, OTHER_RULES);
  const unused = await run(['check', '--online', '--config', b.configFile]);
  expect(unused.stdout).toMatch(/WARN\s+daemons: this command and process \d+ on .+ differ in rules/);
});
