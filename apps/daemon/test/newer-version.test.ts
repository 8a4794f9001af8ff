import { fileURLToPath } from 'node:url';
import {
  createDatabase,
  type PostgresServer,
  queryDatabase,
  startPostgres,
} from '@roamwatch/test-peers/postgres';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Running, run, start } from './installation/program.js';
import { scene } from './installation/scene.js';
import { told } from './installation/told.js';

const NEWER = fileURLToPath(new URL('installation/newer-version.js', import.meta.url));

/** Names every table that a process of the older version writes to from then on. */
const TRAP = `
  create table written_by_older (name text);
  create function trap() returns trigger language plpgsql as $$ begin
    if current_setting('application_name') = 'older' then insert into written_by_older values (tg_table_name); end if;
    return null;
  end $$;
  do $$ declare one record; begin
    for one in select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'written_by_older'
    loop execute format('create trigger trap after insert or update or delete on %I for each statement execute function trap()', one.name);
    end loop;
  end $$;`;

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.close());

/** A database that a daemon of the older version has polled, and both versions of the program. */
async function beside() {
  const url = await createDatabase(server.url);
  const { api, site } = await scene({ config: { database: { url } } });
  for (let esim = 0; esim < 10; esim++) api.add({ remaining: esim < 3 ? 50 : 900 });
  const config = ['--config', site.configFile, '--log-format', 'json'];
  const older = { env: { ROAMWATCH_DATABASE_URL: `${url}?application_name=older` } };
  const newer = {
    program: NEWER,
    env: { ROAMWATCH_DATABASE_URL: `${url}?application_name=newer`, TEST_SCHEMA_STEP: TRAP },
  };
  const daemon = (which: typeof older) => {
    const one = start(['run', ...config], which);
    onTestFinished(async () => {
      one.process.kill('SIGKILL');
      await one.ended;
    });
    return one;
  };
  const command = (which: typeof older, ...args: string[]) => run([...args, ...config], which);
  const a = daemon(older);
  await a.saying('"event":"cycle"');
  return { url, site, older, newer, daemon, command, a };
}

const steps = async (url: string) => {
  const [row] = await queryDatabase(url, 'select count(*)::int as steps from schema_step');
  return Number(row?.steps);
};

async function stopped(one: Running): Promise<number | null> {
  one.process.kill('SIGTERM');
  return (await one.ended).code;
}

test('a newer version neither starts nor runs a command beside a daemon of an older one, which goes on', async () => {
  const { url, older, newer, daemon, command, a } = await beside();
  const before = await steps(url);
  for (const args of [['run'], ['status'], ['poll'], ['alerts', 'ack', '1']]) {
    const { code, stderr } = await command(newer, ...args);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(
        /process \d+ on .+ works on it with an older one: stop that one first; nothing was changed/,
      ),
    ]);
  }
  expect(await steps(url)).toBe(before);
  expect(await command(older, 'poll', '--json')).toMatchObject({ code: 0 });

  expect(await stopped(a)).toBe(0);
  const b = daemon(newer);
  await b.saying('"event":"started"');
  expect(await steps(url)).toBe(before + 1);
  const refused = await command(older, 'run');
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('made by a newer version')]);
  expect(await stopped(b)).toBe(0);
});

test('a daemon that was taken for dead finds a newer version at work: it writes nothing, and ends with the reason', async () => {
  const { url, site, newer, daemon, command, a } = await beside();
  a.process.kill('SIGSTOP');
  await queryDatabase(url, 'update lease set renewed_at = renewed_at - 61, expires_at = expires_at - 61');
  const b = daemon(newer);
  await b.saying('"event":"started"');
  const poll = command(newer, 'poll', '--json');
  const connections = "select count(*) > 0 as any from pg_stat_activity where application_name = 'older'";
  expect(await queryDatabase(url, connections)).toEqual([{ any: true }]);
  a.process.kill('SIGCONT');

  const { code, stderr } = await a.ended;
  expect([code, stderr]).toEqual([1, expect.stringContaining('"event":"outdated"')]);
  expect(stderr).toMatch(
    /roamwatch: .+ was made by a newer version of Roamwatch \(schema step 2099-01-01-later\)/,
  );
  const { stdout } = await poll;
  expect(JSON.parse(stdout)).toMatchObject({ listed: 10, failed: 0 });
  expect(await queryDatabase(url, 'select distinct name from written_by_older')).toEqual([]);
  expect(told(site.mail.received)).toHaveLength(3);
  expect(await stopped(b)).toBe(0);
});
