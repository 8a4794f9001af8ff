import { expect, test } from 'vitest';
import { invoke } from '../installation/invoke.js';
import { start } from '../installation/program.js';
import { scene } from '../installation/scene.js';

const NASTY = '\u001b[2J\u0000\u0007\u009b31m\u202e\u2066\ud800';
const HARMFUL = /[\p{Cc}\p{Cs}\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

test('whatever the provider or the inventory contains, no command prints terminal control sequences', async () => {
  const { api, site } = await scene({
    inventory: `iccid,label,cost_centre\n8944000000000000001,An${NASTY.slice(1, -1)}na,sa\u202eles\n`,
  });
  site.clock.now = Math.floor(Date.now() / 1000);
  api.add({ remaining: 50, days: [{ date: '20260301', usage: 7, location: `Fra${NASTY}nce` }] });
  api.add({ id: `esim-${NASTY}`, iccid: `8944${NASTY}`, remaining: 10 });
  api.add({ status: `INST${NASTY}`, remaining: 10 });
  api.add({ trouble: { status: 500, body: `{"status":"failed","message":"${NASTY.slice(3)}"}` } });
  api.add({ remaining: `12${NASTY}` });
  const commands = [
    ['poll'],
    ['poll', '--dry-run'],
    ...[['status'], ['fleet'], ['alerts'], ['alerts', 'history'], ['alerts', 'show', '1'], ['outbox']],
    ...[['rejected'], ['rejected', '--each'], ['inventory', 'check'], ['explain', '8944000000000000003']],
    ...[
      ['explain', NASTY],
      ['alerts', 'ack', NASTY],
      ['fleet', '--sort', NASTY],
      ['alerts', 'silence', NASTY],
    ],
    ['report', 'usage', '--month', '2026-03', '--profile', NASTY],
  ];
  for (const command of commands) {
    for (const form of [[], ['--json']]) {
      const { stdout, stderr } = await invoke([...command, ...form, '--config', site.configFile]);
      const printed = `${stdout}${stderr}`.replaceAll('\n', '');
      expect(printed).not.toBe('');
      expect([command, HARMFUL.exec(printed)]).toEqual([command, null]);
      expect(printed).not.toContain('unexpected fault');
    }
  }
});

test('a list that is watched follows the database, and ends on a signal', async () => {
  const { api, site } = await scene();
  site.clock.now = Math.floor(Date.now() / 1000);
  api.add();
  const watching = start(['alerts', '--watch', '--json', '--config', site.configFile]);
  await watching.saying('[]');
  api.add({ remaining: 50 });
  await site.poll();
  await watching.saying('low-data');
  watching.process.kill('SIGTERM');
  const { code, signal, stdout } = await watching.ended;
  expect([code, signal]).toEqual([0, null]);
  const states = stdout.trim().split('\n');
  expect(states.map((line) => (JSON.parse(line) as unknown[]).length)).toEqual([0, 1]);
});
