import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const TYPES = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
} as const;

const NAMES = [
  'page.css',
  'live.js',
  'htmx-4.0.1.min.js',
  'favicon-critical.svg',
  'favicon-warning.svg',
  'favicon-ok.svg',
  'favicon-unknown.svg',
] as const;

export type AssetName = (typeof NAMES)[number];

export interface Asset {
  readonly body: string;
  readonly type: string;
  /** Of the contents: browsers may keep what has the same one for ever. */
  readonly version: string;
}

/** Each is read once. The folder is beside that of this module, here as in the bundle. */
const read = new Map<string, Asset>();

export function isAssetName(name: string): name is AssetName {
  return NAMES.some((known) => known === name);
}

export function asset(name: AssetName): Asset {
  const known = read.get(name);
  if (known) return known;
  const body = readFileSync(new URL(`../assets/${name}`, import.meta.url), 'utf8');
  const extension = name.slice(name.lastIndexOf('.') + 1) as keyof typeof TYPES;
  const version = createHash('sha256').update(body).digest('base64url').slice(0, 10);
  const made = { body, type: TYPES[extension], version };
  read.set(name, made);
  return made;
}

/** Reads all of them now: the files may be replaced while the process runs. */
export function readAssets(): void {
  for (const name of NAMES) asset(name);
}

/** Where a page finds it: the version is part of the address. */
export function assetPath(name: AssetName): string {
  return `/assets/${name}?v=${asset(name).version}`;
}
