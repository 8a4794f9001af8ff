import { expect, test } from 'vitest';
import { addresseesOf, fixedAddressees, type NotifiableChange, type NotifyPolicy } from './addressees.js';

const policy: NotifyPolicy = {
  receivers: [
    { name: 'ops', recipients: ['ops@example.com', 'night@example.com'] },
    { name: 'team', recipients: ['team'] },
    { name: 'traveller', recipients: 'inventory' },
  ],
  routes: [
    { match: { severity: 'critical' }, receivers: ['team'] },
    { match: { cost_centre: 'sales-*' }, receivers: ['traveller'] },
    { match: { rule: 'provider-down' }, receivers: ['ops', 'traveller'] },
  ],
};

const opened: NotifiableChange = {
  change: 'opened',
  severity: 'warning',
  rule: 'low-data',
  subject: { iccid: '8944', status: 'INSTALLED', label: 'Anna', costCentre: 'sales-uk', project: null },
  inventoryAddress: 'anna@example.com',
  notifiedBefore: [],
};

const team = { receiver: 'team', recipient: 'team' };
const anna = { receiver: 'traveller', recipient: 'anna@example.com' };
const ops = { receiver: 'ops', recipient: 'ops@example.com' };
const night = { receiver: 'ops', recipient: 'night@example.com' };

test('the routes choose the receivers, and each has its recipients', () => {
  expect(addresseesOf(opened, policy)).toEqual({ addressees: [anna], withoutAddress: [] });
  expect(addresseesOf({ ...opened, severity: 'critical' }, policy).addressees).toEqual([team]);
  expect(addresseesOf(opened, { ...policy, routes: [] }).addressees).toEqual([ops, night, team, anna]);
});

test('a receiver without an address for the eSIM is named', () => {
  const unknown = { ...opened, inventoryAddress: null };
  expect(addresseesOf(unknown, policy)).toEqual({ addressees: [], withoutAddress: ['traveller'] });
});

test('an alert about the provider has no traveller, and lacks none', () => {
  const about = { ...opened, rule: 'provider-down', subject: { match: {} }, inventoryAddress: null };
  expect(addresseesOf(about, policy)).toEqual({ addressees: [ops, night], withoutAddress: [] });
});

test('an alert about eSIMs together is routed by the conditions that choose them', () => {
  const about = { ...opened, rule: 'sales', subject: { match: { cost_centre: 'sales-*' } } };
  expect(addresseesOf(about, policy).addressees).toEqual([anna]);
  expect(addresseesOf({ ...about, inventoryAddress: null }, policy)).toEqual({
    addressees: [],
    withoutAddress: [],
  });
  expect(addresseesOf({ ...about, subject: { match: {} } }, policy).addressees).toEqual([]);
});

test('a resolved alert goes to all who were to be notified before and are still configured', () => {
  const gone = { receiver: 'hook', recipient: 'hook' };
  const former = { receiver: 'ops', recipient: 'former@example.com' };
  const change = {
    ...opened,
    change: 'resolved',
    notifiedBefore: [anna, team, night, gone, former],
  } as const;
  expect(addresseesOf(change, policy).addressees).toEqual([anna, team, night]);
  expect(addresseesOf({ ...change, change: 'escalated' }, policy).addressees).toEqual([anna]);
});

test('a traveller who had the eSIM before is notified at the address of then', () => {
  const bert = { receiver: 'traveller', recipient: 'bert@example.com' };
  const change = { ...opened, change: 'resolved', notifiedBefore: [bert] } as const;
  expect(addresseesOf(change, policy).addressees).toEqual([anna, bert]);
});

test('notices go to the fixed recipients', () => {
  expect(fixedAddressees(policy.receivers)).toEqual([ops, night, team]);
});
