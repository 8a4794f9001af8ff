import { BlockList, isIP } from 'node:net';

/** True when an address is among these addresses and subnets. */
export function isAmong(address: string, list: readonly string[]): boolean {
  const blocks = new BlockList();
  for (const entry of list) add(blocks, entry);
  const plain = plainAddress(address);
  const family = isIP(plain);
  return family !== 0 && blocks.check(plain, family === 6 ? 'ipv6' : 'ipv4');
}

/** IPv4 that came over an IPv6 socket, as IPv4. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

/** What a proxy names in `X-Forwarded-For`, without the port that some add: each connection has another one. */
export function withoutPort(address: string): string {
  return address.replace(/^\[(.+)\](?::\d+)?$/, '$1').replace(/^([\d.]+):\d+$/, '$1');
}

/** The first half of an IPv6 address, which one site has alone (RFC 4291, 2.5.4); anything else as it is. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [start = '', end] = address.split('::').map((part) => part.split(':').filter(Boolean));
  const zeros = end === undefined ? 0 : 8 - start.length - end.length;
  const groups = [...start, ...Array.from({ length: zeros }, () => '0'), ...(end ?? [])];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

/** True when a `Host` header names this machine itself. */
export function isLoopbackHost(host: string): boolean {
  const name = host
    .replace(/:\d*$/, '')
    .replace(/^\[|\]$/g, '')
    .toLowerCase();
  return (
    name === 'localhost' || name.endsWith('.localhost') || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name)
  );
}

function add(blocks: BlockList, entry: string): void {
  const [address = '', prefix] = entry.split('/');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (prefix === undefined) blocks.addAddress(address, family);
  else blocks.addSubnet(address, Number(prefix), family);
}
