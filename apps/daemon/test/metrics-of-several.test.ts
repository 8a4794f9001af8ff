import { createDatabase, queryDatabase, startPostgres } from '@roamwatch/test-peers/postgres';
import { expect, onTestFinished, test } from 'vitest';
import { type Running, run, start } from './installation/program.js';
import { scene } from './installation/scene.js';

const FLEET = 200;
const LOW = 7;
const POLLS = 3;

/** Gauges of the process itself, as ops/README.md lists them. */
const OWN = /^roamwatch_(build_info|config_|database_up)/;

/** Grow between two scrapes. */
const AGES = /_age_seconds$/;

interface Scrape {
  readonly counters: ReadonlyMap<string, number>;
  readonly gauges: ReadonlyMap<string, number>;
}

/** Our series of one process, by name and labels. A histogram counts as the counters it is made of. */
async function scrape(one: Running): Promise<Scrape> {
  const http = /"http":"(http:[^"]+)"/.exec(one.output())?.[1];
  const text = await (await fetch(`${http}/metrics`)).text();
  const kinds = new Map(
    [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', kind = '']) => [name, kind]),
  );
  const series = [...text.matchAll(/^(roamwatch_[a-z_]+)(\{.*\})? (\S+)$/gm)];
  const of = (wanted: (name: string) => boolean) =>
    new Map(
      series.flatMap(([, name = '', labels = '', value]) =>
        wanted(name) ? [[name + labels, Number(value)]] : [],
      ),
    );
  return {
    counters: of((name) => kinds.get(name) !== 'gauge'),
    gauges: of((name) => kinds.get(name) === 'gauge' && !OWN.test(name)),
  };
}

/** Of all processes together, as `sum` of a query adds them up: the series whose names begin like this. */
function total(scrapes: readonly Scrape[], series: string): number {
  const found = scrapes.flatMap(({ counters }) => [...counters].filter(([name]) => name.startsWith(series)));
  return found.reduce((sum, [, value]) => sum + value, 0);
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 60_000; !(await holds()); ) {
    if (performance.now() > end) throw new Error(`not within a minute: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Two daemons that have shared several polls, in which something happened to everything that is counted. */
async function polledByTwo() {
  const server = await startPostgres();
  onTestFinished(() => server.close());
  const url = await createDatabase(server.url);
  const { api, site } = await scene({ config: { database: { url }, http: { listen: '127.0.0.1:0' } } });
  for (let esim = 0; esim < FLEET; esim++) {
    api.add({ remaining: 900, days: [{ date: '2026-03-01', usage: 1024, location: 'France' }] });
  }
  api.strayEntries = [{ nonsense: true }];
  api.onRequest = () => new Promise((answer) => setTimeout(answer, 20));
  const daemons = [0, 1].map(() => start(['run', '--config', site.configFile, '--log-format', 'json']));
  onTestFinished(async () => {
    for (const { process } of daemons) process.kill('SIGKILL');
    await Promise.all(daemons.map(({ ended }) => ended));
  });
  for (const one of daemons) await one.saying('"event":"started"');
  const ended = async () => {
    const [row] = await queryDatabase(
      url,
      'select count(*)::int as polls from cycle where ended_at is not null',
    );
    return Number(row?.polls);
  };
  await until('the first poll', async () => (await ended()) === 1);
  for (let poll = 1; poll < POLLS; poll++) {
    for (const esim of api.esims.slice((poll - 1) * LOW, poll * LOW)) esim.remaining = 20;
    for (const esim of api.esims.slice(100, 110))
      esim.days = [{ date: '2026-03-02', usage: poll, location: 'Spain' }];
    const last = api.esims.at(-1);
    if (last) last.trouble = poll === 1 ? { status: 500, body: '{}' } : null;
    await run(['poll', '--config', site.configFile]);
    await until('it has ended', async () => (await ended()) === poll + 1);
  }
  await until('everything is delivered', async () => {
    const [row] = await queryDatabase(
      url,
      "select count(*)::int as pending from message where state = 'pending'",
    );
    return row?.pending === 0 && site.mail.received.length > 0;
  });
  return { url, api, site, daemons };
}

test('counters of several daemons add up to the events; the other gauges are the same on each', {
  timeout: 240_000,
}, async () => {
  const { url, api, site, daemons } = await polledByTwo();
  const scrapes = await Promise.all(daemons.map(scrape));
  const stored = async (query: string) =>
    Number((await queryDatabase(url, `select ${query} as found`))[0]?.found);
  const requested = (path: string) => api.requests.filter((request) => request.path === path).length;

  for (const one of scrapes) {
    expect(total([one], 'roamwatch_api_requests_total{operation="usage-details"')).toBeGreaterThan(0);
  }
  expect({
    lists: total(scrapes, 'roamwatch_api_requests_total{operation="list"'),
    usage: total(scrapes, 'roamwatch_api_requests_total{operation="usage-details"'),
    all: total(scrapes, 'roamwatch_api_requests_total'),
    timed: total(scrapes, 'roamwatch_api_request_duration_seconds_count'),
    polls: total(scrapes, 'roamwatch_polls_total'),
    timedPolls: total(scrapes, 'roamwatch_poll_duration_seconds_count'),
    polled: total(scrapes, 'roamwatch_poll_esims_total{outcome="polled"}'),
    failed: total(scrapes, 'roamwatch_poll_esims_total{outcome="failed"}'),
    rows: total(scrapes, 'roamwatch_daily_rows_total{change="new"}'),
    changed: total(scrapes, 'roamwatch_daily_rows_total{change="changed"}'),
    opened: total(scrapes, 'roamwatch_alert_changes_total{change="opened"}'),
    sent: total(scrapes, 'roamwatch_deliveries_total{receiver="ops",outcome="sent"}'),
    rejected: total(scrapes, 'roamwatch_rejected_total'),
  }).toEqual({
    lists: requested('/api/esims'),
    usage: requested('/api/esim/usage/details'),
    all: api.requests.length,
    timed: api.requests.length,
    polls: POLLS,
    timedPolls: POLLS,
    polled: POLLS * FLEET - 1,
    failed: 1,
    rows: await stored('(select count(*)::int from daily_usage)'),
    changed: 10,
    opened: await stored("(select count(*)::int from alert_event where change = 'opened')"),
    sent: site.mail.received.length,
    rejected: await stored('(select sum(times)::int from rejected)'),
  });

  const [one, other] = scrapes;
  expect([...(other?.gauges.keys() ?? [])]).toEqual([...(one?.gauges.keys() ?? [])]);
  await until('no figure moves between three scrapes', async () => {
    const [first, second, third] = [
      await scrape(daemons[0] as Running),
      await scrape(daemons[1] as Running),
      await scrape(daemons[0] as Running),
    ];
    const steady = [...first.gauges].filter(([name, value]) => third.gauges.get(name) === value);
    const differing = steady.filter(([name, value]) => second.gauges.get(name) !== value);
    expect(differing).toEqual([]);
    // The others are ages, which all grow alike.
    const moving = [...first.gauges].filter(([name, value]) => third.gauges.get(name) !== value);
    return moving.every(([name, value]) => {
      const between = second.gauges.get(name) ?? Number.NaN;
      return AGES.test(name) && value <= between && between <= (third.gauges.get(name) ?? Number.NaN);
    });
  });
});
