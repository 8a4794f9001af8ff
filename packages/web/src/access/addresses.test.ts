import { expect, test } from 'vitest';
import { isAmong, isLoopbackHost, networkOf, plainAddress, withoutPort } from './addresses.js';

test.each([
  ['127.0.0.1', ['127.0.0.1'], true],
  ['::ffff:127.0.0.1', ['127.0.0.1'], true],
  ['127.0.0.2', ['127.0.0.1'], false],
  ['10.1.2.3', ['10.0.0.0/8'], true],
  ['11.1.2.3', ['10.0.0.0/8'], false],
  ['2001:db8::7', ['2001:db8::/32'], true],
  ['2001:db9::7', ['2001:db8::/32'], false],
  ['127.0.0.1', [], false],
  ['', ['0.0.0.0/0'], false],
  ['unknown', ['0.0.0.0/0', '::/0'], false],
  ['127.0.0.1, 10.0.0.1', ['127.0.0.1'], false],
])('%s among %j: %s', (address, list, expected) => {
  expect(isAmong(address, list)).toBe(expected);
});

test.each([
  ['localhost', true],
  ['LOCALHOST:8787', true],
  ['127.0.0.1:8787', true],
  ['[::1]:8787', true],
  ['roamwatch.localhost', true],
  ['localhost.example.com', false],
  ['127.0.0.1.example.com', false],
  ['127.0.0.1@example.com', false],
  ['10.0.0.1', false],
  ['', false],
])('the host %s is this machine: %s', (host, expected) => {
  expect(isLoopbackHost(host)).toBe(expected);
});

test.each([
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:1::5', '2001:db8:1:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['2001:db8::', '2001:db8:0:0::/64'],
  ['192.0.2.1', '192.0.2.1'],
  ['unknown', 'unknown'],
])('%s is of the network %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test('an IPv4 address that came over an IPv6 socket counts as itself', () => {
  expect(plainAddress('::ffff:192.0.2.1')).toBe('192.0.2.1');
  expect(plainAddress('2001:db8::1')).toBe('2001:db8::1');
});

test.each([
  ['192.0.2.1:4711', '192.0.2.1'],
  ['[2001:db8::1]:4711', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['192.0.2.1', '192.0.2.1'],
  ['2001:db8::1', '2001:db8::1'],
  ['unknown', 'unknown'],
])('the address in %s is %s', (named, address) => {
  expect(withoutPort(named)).toBe(address);
});
