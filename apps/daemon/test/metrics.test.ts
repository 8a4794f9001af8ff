import { expect, test } from 'vitest';
import { Daemon, sample } from './installation/daemon.js';
import { scene } from './installation/scene.js';

const CONFIG = {
  http: { listen: '127.0.0.1:0' },
  receivers: [{ name: 'ops', email: { to: ['ops@example.com', 'gone@example.com'] } }],
};

test('metrics show the counts of a poll and the state after it', async () => {
  const { api, site } = await scene({ config: CONFIG });
  site.mail.setFaults([{ at: 'recipient', recipient: 'gone@example.com', how: { code: 550 } }]);
  api.add({ remaining: 50 });
  api.add({ status: 'READY' });
  api.add({ status: 'SOMETHING-NEW', usageCheck: false });
  api.add({ days: [{ date: 'never', usage: 1, location: 'France' }] });
  api.add({ trouble: { status: 500, body: '' } });

  const daemon = await Daemon.start(site);
  await daemon.event('cycle');
  site.wait(600);
  const metrics = await daemon.metrics();
  const value = (series: string) => sample(metrics, `roamwatch_${series}`);

  expect(value('esims{status="INSTALLED"}')).toBe(3);
  expect(value('esims{status="READY"}')).toBe(1);
  expect(value('esims{status="other"}')).toBe(1);
  expect(value('esims_without_reading')).toBe(1);
  expect(value('oldest_reading_age_seconds')).toBe(600);
  expect(value('mean_reading_age_seconds')).toBe(600);
  expect(value('alerts_open{rule="low-data",severity="critical"}')).toBe(1);
  expect(value('alerts_open{rule="silent",severity="warning"}')).toBe(0);
  expect(value('polls_total{outcome="incomplete"}')).toBe(1);
  expect(value('poll_duration_seconds_count')).toBe(1);
  expect(value('poll_esims_total{outcome="polled"}')).toBe(3);
  expect(value('poll_esims_total{outcome="failed"}')).toBe(1);
  expect(value('alert_changes_total{change="opened"}')).toBe(1);
  expect(value('api_requests_total{operation="usage-details",outcome="unavailable"}')).toBeGreaterThan(0);
  expect(value('api_request_duration_seconds_count{operation="list"}')).toBeGreaterThan(0);
  expect(value('deliveries_total{receiver="ops",outcome="sent"}')).toBe(site.mail.received.length);
  expect(value('deliveries_total{receiver="ops",outcome="dead"}')).toBe(2);
  expect(value('outbox_dead_letters')).toBe(2);
  expect(metrics).toMatch(/roamwatch_rejected_total\{what="daily-row",reason="[^"]+"\} 1/);
  expect(value('last_good_poll_timestamp_seconds')).toBe(site.clock.now - 600);
  expect(value('database_up')).toBe(1);
  expect(value('database_size_bytes')).toBeGreaterThan(4096);
  expect(metrics).toMatch(/roamwatch_build_info\{version="\d+\.\d+\.\d+.*",node="v\d+.*"\} 1/);
});

test('more eSIMs and more kinds of status make no more series, and none names an eSIM', async () => {
  const series = async (esims: number) => {
    const { api, site } = await scene({ config: CONFIG });
    for (let number = 0; number < esims; number++)
      api.add({ status: number % 2 ? `S${number}` : 'INSTALLED' });
    const daemon = await Daemon.start(site);
    await daemon.event('cycle');
    const metrics = await daemon.metrics();
    expect(metrics).not.toMatch(/8944\d{10}/);
    await daemon.stop();
    return metrics.split('\n').filter((line) => line.startsWith('roamwatch_')).length;
  };
  expect(await series(60)).toBe(await series(2));
});

test('names keep the conventions of Prometheus, and every one has a help text', async () => {
  const { site } = await scene({ config: CONFIG });
  const daemon = await Daemon.start(site);
  const metrics = await daemon.metrics();
  const types = [...metrics.matchAll(/^# TYPE (\w+) (\w+)$/gm)];

  expect(types.length).toBeGreaterThan(40);
  for (const [, name = '', type] of types) {
    expect(metrics).toMatch(new RegExp(`^# HELP ${name} \\S`, 'm'));
    expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
    expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(name).not.toMatch(
      /_(bucket|count|sum|counter|gauge|histogram|ms|milliseconds|minutes|hours|kilobytes|megabytes|percent)$/,
    );
    if (!name.startsWith('roamwatch_')) continue;
    if (/duration|_age|overdue|timestamp/.test(name)) expect(name).toMatch(/_seconds(_total)?$/);
    if (/size/.test(name)) expect(name).toMatch(/_bytes$/);
  }
});
