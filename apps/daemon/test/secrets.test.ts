import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { DAY } from '@roamwatch/core';
import { startSimulator } from '@roamwatch/simulator';
import { ScriptedApi } from '@roamwatch/test-peers';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { Installation, type InstallationOptions } from './installation/installation.js';
import { run } from './installation/program.js';

/** What must never turn up: planted by the provider, or given to us to keep. */
const SECRETS = ['SECRET', 'simulator-token', 'good-token', 'SMTP-PASSWORD', 'SIGNING-KEY'];

function collected() {
  const lines: string[] = [];
  const log = pino(
    { level: 'trace' },
    new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    }),
  );
  return { lines, log };
}

const CONFIG = {
  receivers: [
    { name: 'ops', email: { to: ['ops@example.com', 'gone@example.com'] } },
    { name: 'team', slack: { webhookUrlFile: './slack-hook' } },
    { name: 'hook', webhook: { url: 'http://127.0.0.1:9/WEBHOOK-SECRET', secretFile: './signing-key' } },
  ],
};

async function installed(options: Omit<InstallationOptions, 'config'>) {
  const auth = { username: 'roamwatch', password: 'SMTP-PASSWORD' };
  const site = await Installation.make({ config: CONFIG, mail: { auth }, ...options });
  site.write('signing-key', 'SIGNING-KEY');
  site.write('smtp-password', 'SMTP-PASSWORD');
  site.configure({
    ...CONFIG,
    smtp: {
      host: site.mail.host,
      port: site.mail.port,
      from: 'alerts@example.com',
      tls: 'optional',
      username: 'roamwatch',
      passwordFile: './smtp-password',
    },
  });
  return site;
}

function expectNoSecretIn(name: string, text: string): void {
  for (const secret of SECRETS) expect([name, text.includes(secret)]).toEqual([name, false]);
}

/** The bytes of the database and of everything beside it. */
function expectNoSecretOnDisk(site: Installation): void {
  for (const file of readdirSync(site.folder).filter((name) => name.startsWith('roamwatch.db'))) {
    expectNoSecretIn(file, readFileSync(join(site.folder, file), 'latin1'));
  }
}

test('secrets that the provider plants and those we are given turn up nowhere', async () => {
  const simulator = await startSimulator({ seed: 5, size: 80 });
  onTestFinished(() => simulator.close());
  const { lines, log } = collected();
  const site = await installed({ api: simulator, log });
  site.mail.setFaults([{ at: 'recipient', recipient: 'gone@example.com', how: { code: 550 } }]);
  site.hook.answerNext({ status: 500, body: 'HOOK-SECRET' }, { status: 404, body: 'no_service' });
  simulator.faults.add({ kind: 'html', operation: 'usage-details', probability: 0.1 });
  simulator.faults.add({ kind: 'unreadable-rows', operation: 'usage-details', probability: 0.2 });
  simulator.faults.add({ kind: 'unknown-fields' });

  for (let poll = 0; poll < 4; poll++) {
    site.clock.now = simulator.clock.now();
    await site.poll();
    await site.tick();
    simulator.clock.advance(DAY);
  }
  expect(lines.length).toBeGreaterThan(20);
  expect(site.mail.received.length).toBeGreaterThan(0);
  expect(site.hook.received.length).toBeGreaterThan(0);

  expectNoSecretIn('log', lines.join(''));
  for (const mail of site.mail.received) expectNoSecretIn('mail', mail.raw.toString());
  for (const { body } of site.hook.received) expectNoSecretIn('Slack', body.toString());
  expectNoSecretIn('errors', JSON.stringify((await site.context).store.outbox.undelivered()));
  await site.stop();
  expectNoSecretOnDisk(site);
});

test('neither does the program print them, whatever goes wrong', async () => {
  const api = await ScriptedApi.start();
  onTestFinished(() => api.close());
  api.add({ remaining: 50 });
  const site = await installed({ api });
  const everything = ['--config', site.configFile, '--log-level', 'trace'];
  const month = new Date().toISOString().slice(0, 7);

  const runs = [
    await run(['poll', ...everything]),
    await run(['check', '--online', ...everything]),
    await run(['alerts', '--json', ...everything]),
    await run(['report', 'usage', '--month', month, ...everything]),
  ];
  api.trouble = {
    status: 500,
    body: JSON.stringify({ message: 'token good-token is tired of https://x/SECRET' }),
  };
  runs.push(await run(['poll', ...everything]), await run(['check', '--online', ...everything]));
  api.trouble = null;
  api.token = 'another';
  runs.push(await run(['poll', ...everything]));
  await api.close();
  runs.push(await run(['poll', ...everything]));

  for (const { stdout, stderr } of runs) expectNoSecretIn('output', stdout + stderr);
  expectNoSecretOnDisk(site);
});
