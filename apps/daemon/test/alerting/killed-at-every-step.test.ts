import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HOUR, MINUTE } from '@roamwatch/core';
import { pollCycle, tick } from '@roamwatch/monitor';
import type { WebhookPayload } from '@roamwatch/notify';
import type { CaughtRequest } from '@roamwatch/test-peers';
import { expect, test } from 'vitest';
import { createContext, loadConfig } from '../../src/index.js';
import { silentLog } from '../../src/log.js';
import { type Installation, NOON } from '../installation/installation.js';
import { scene } from '../installation/scene.js';

const CHILD = fileURLToPath(new URL('doomed.mjs', import.meta.url));

/** Each step costs a process, so usually only the turning points are tried; with this set, every single one. */
const EVERY_STEP = process.env.ROAMWATCH_KILL_AT_EVERY_STEP === '1';

const TURNING_POINTS: readonly (string | undefined)[] = [
  'fleet.recordListed returned',
  'polling.answers',
  'polling.answers has decided',
  'polling.answers returned',
  'alerts.byClock',
  'outbox.plan',
  'outbox.plan has decided',
  'outbox.plan returned',
  'outbox.claim',
  'outbox.reconsider has decided',
  'delivery begins',
  'delivery accepted',
  'outbox.markSent',
  'cycles.finish',
];

const SIDE_BY_SIDE = 3;

interface Ended {
  readonly signal: NodeJS.Signals | null;
  readonly steps: readonly string[];
}

/** A poll of the installation in a folder, killed at a step. */
function doomedPoll(folder: string, dieAt: number): Promise<Ended> {
  const args = [CHILD, join(folder, 'roamwatch.yaml'), String(NOON + HOUR), String(dieAt)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  return new Promise((resolve) => {
    child.on('close', (_code, signal) => resolve({ signal, steps: out.split('\n') }));
  });
}

/** A copy of the installation with hooks of its own. */
function copyOf(site: Installation, name: string): string {
  const folder = join(site.folder, name);
  mkdirSync(folder);
  for (const file of ['roamwatch.db', 'token']) cpSync(join(site.folder, file), join(folder, file));
  const config = readFileSync(site.configFile, 'utf8');
  writeFileSync(
    join(folder, 'roamwatch.yaml'),
    config.replaceAll(`${site.hook.url}/`, `${site.hook.url}/${name}/`),
  );
  return folder;
}

/** What the program comes to when it is started again, and again, until all is calm. */
async function recover(folder: string): Promise<readonly string[]> {
  let now = NOON + HOUR;
  const ctx = await createContext(loadConfig(join(folder, 'roamwatch.yaml'), {}), {
    log: silentLog(),
    now: () => now,
    client: { retries: 0 },
  });
  try {
    for (const wait of [6 * MINUTE, HOUR]) {
      now += wait;
      await pollCycle(ctx);
      await tick(ctx);
    }
    expect(await ctx.store.outbox.counts()).toMatchObject({ pending: 0, dead: 0 });
    expect(await ctx.store.outbox.pending()).toEqual([]);
    const events = await ctx.store.alerts.history(1_000);
    return events
      .map(({ change, severity, rule, iccid, reason }) => [change, severity, rule, iccid, reason].join(' '))
      .sort();
  } finally {
    await ctx.close();
  }
}

/** What arrived at the hooks of a copy: each message once, as lines; what came twice must be the same twice. */
function heard(requests: readonly CaughtRequest[], name: string): readonly string[] {
  const messages = new Map<string, readonly string[]>();
  for (const { path, body } of requests) {
    if (!path.startsWith(`/${name}/`)) continue;
    const { id, items, receiver } = JSON.parse(body.toString()) as WebhookPayload;
    const lines = items.map(({ change, severity, rule, iccid }) =>
      [receiver, change, severity, rule, iccid].join(' '),
    );
    const before = messages.get(id);
    if (before) expect([name, lines]).toEqual([name, before]);
    messages.set(id, lines);
  }
  return [...messages.values()].flat().sort();
}

test('killed at any step of a poll, nothing is lost, and nothing is sent twice except under the same id', async () => {
  const { api, site } = await scene();
  site.configure({
    receivers: ['ops', 'desk'].map((name) => ({ name, webhook: { url: `${site.hook.url}/${name}` } })),
    smtp: undefined,
  });
  const [opens, worse, over, same] = [1024, 200, 200, 150].map((remaining) => api.add({ remaining }));
  await site.poll();
  await site.stop();
  Object.assign(opens ?? {}, { remaining: 90 });
  Object.assign(worse ?? {}, { remaining: 0 });
  Object.assign(over ?? {}, { allowed: 2048, remaining: 2000 });
  expect(same).toBeDefined();

  const undisturbed = copyOf(site, 'undisturbed');
  const { signal, steps } = await doomedPoll(undisturbed, 0);
  expect(signal).toBeNull();
  const history = await recover(undisturbed);
  const told = heard(site.hook.received, 'undisturbed');
  expect(told).toHaveLength(6);

  const isTried = (name: string, index: number) =>
    EVERY_STEP || (TURNING_POINTS.includes(name) && steps.lastIndexOf(name) === index);
  const killAt = steps.flatMap((name, index) => (isTried(name, index) ? [index + 1] : []));
  expect(killAt.length).toBeGreaterThanOrEqual(TURNING_POINTS.length);
  const queue = killAt.values();
  await Promise.all(
    Array.from({ length: SIDE_BY_SIDE }, async () => {
      for (const step of queue) {
        const name = `killed-${step}-at-${steps[step - 1]?.replaceAll(/\W/g, '-')}`;
        const folder = copyOf(site, name);
        expect([name, (await doomedPoll(folder, step)).signal]).toEqual([name, 'SIGKILL']);
        expect([name, await recover(folder)]).toEqual([name, history]);
        expect([name, heard(site.hook.received, name)]).toEqual([name, told]);
      }
    }),
  );
}, 600_000);
