import { HOUR } from '@roamwatch/core';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { checkOffline } from '../../src/check-installation.js';
import { scene } from '../installation/scene.js';

const email = (name: string, to: unknown = [`${name}@example.com`]) => ({ name, email: { to } });

const CRITICAL_TO_THE_BOSS = [
  { match: { severity: 'critical' }, receivers: ['boss'] },
  { match: {}, receivers: ['desk'] },
];

test('recipients of the alert get the resolved notification, even if routes have changed', async () => {
  const { api, site } = await scene({
    config: {
      receivers: [email('desk'), email('boss')],
      routes: CRITICAL_TO_THE_BOSS,
    },
  });
  const esim = api.add({ remaining: 200 });
  await site.poll();
  esim.remaining = 50;
  await site.pollAfter(HOUR);
  Object.assign(esim, { allowed: 2048, remaining: 2000 });
  await site.pollAfter(HOUR);
  await site.pollAfter(HOUR);

  const heard = site.mail.received.map(({ subject, to }) => `${to} ${/\[\w+\]/.exec(subject)}`);
  expect(heard.sort()).toEqual([
    'boss@example.com [critical]',
    'boss@example.com [resolved]',
    'desk@example.com [resolved]',
    'desk@example.com [warning]',
  ]);
});

test('recipients of the critical alert get its reminder, those of the warning alone do not', async () => {
  const { api, site } = await scene({
    config: {
      receivers: [
        { ...email('desk'), repeat: '24h' },
        { ...email('boss'), repeat: '24h' },
      ],
      routes: CRITICAL_TO_THE_BOSS,
    },
  });
  const esim = api.add({ remaining: 200 });
  await site.poll();
  esim.remaining = 50;
  await site.pollAfter(HOUR);
  await site.pollAfter(25 * HOUR);

  const heard = site.mail.received.map(
    ({ subject, to }) => `${to} ${/\[\w+\]( Reminder)?/.exec(subject)?.[0]}`,
  );
  expect(heard).toEqual([
    'desk@example.com [warning]',
    'boss@example.com [critical]',
    'boss@example.com [critical] Reminder',
  ]);
});

test('routes by rule, label, cost centre and severity; `continue` continues; each recipient gets one message', async () => {
  const { api, site } = await scene({
    inventory: [
      'iccid,label,cost_centre',
      '8944000000000000001,Anna Kern,sales-north',
      '8944000000000000002,Bus 12,fleet',
      '8944000000000000003,Cleo,lab',
    ].join('\n'),
    config: {
      receivers: ['used', 'anna', 'fleet', 'rest'].map((name) => email(name)),
      routes: [
        { match: { rule: 'used-*' }, receivers: ['used'] },
        { match: { label: 'anna*' }, receivers: ['anna', 'anna'], continue: true },
        { match: { cost_centre: 'fleet', severity: 'critical' }, receivers: ['fleet'] },
        { match: {}, receivers: ['rest'] },
      ],
    },
  });
  api.add({ remaining: 200 });
  api.add({ remaining: 50 });
  api.add({ remaining: 0 });
  await site.poll();

  const heard = site.mail.received.map(({ to, text }) => `${to} ${text.match(/Anna Kern|Bus 12|Cleo/)}`);
  expect(heard.sort()).toEqual([
    'anna@example.com Anna Kern',
    'fleet@example.com Bus 12',
    'rest@example.com Anna Kern',
    'used@example.com Cleo',
  ]);
});

test('check and the log report alerts without a receiver', async () => {
  const lines: string[] = [];
  const { api, site } = await scene({
    log: pino({ level: 'info' }, { write: (line) => void lines.push(line) }),
    inventory:
      '﻿iccid,label,email\n8944000000000000001,Anna Kern,\n8944000000000000002,Ben Kern,ben@example.com\n',
    config: {
      receivers: [email('traveller', 'inventory'), email('boss')],
      routes: [
        { match: { rule: 'low-data' }, receivers: ['traveller'] },
        { match: { severity: 'critical' }, receivers: ['boss'] },
      ],
    },
  });
  const findings = await checkOffline((await site.context).config, site.clock.now);
  expect(findings.filter(({ item }) => ['routes', 'inventory'].includes(item))).toMatchObject([
    {
      item: 'routes',
      level: 'warning',
      message: expect.stringMatching(/match no route are not delivered/),
    },
    {
      item: 'inventory',
      level: 'warning',
      message: expect.stringMatching(/no address in 1 of 2 entries, so traveller/),
    },
  ]);

  api.add({ remaining: 200 });
  api.add({ remaining: 200 });
  await site.poll();
  const said = lines
    .map((line) => JSON.parse(line))
    .filter(({ event }) => ['no-address', 'reaches-nobody'].includes(event))
    .map(({ level, event, iccid }) => `${level} ${event} ${iccid}`);
  expect(said).toEqual(['30 no-address 8944000000000000001', '40 reaches-nobody 8944000000000000001']);
  expect(site.mail.received.map(({ to }) => to)).toEqual([['ben@example.com']]);
});
