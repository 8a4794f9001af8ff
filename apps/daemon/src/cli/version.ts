import { readFileSync } from 'node:fs';

let known: string | null = null;

/** The program's version, from its own package.json; read once, as another may be installed while this one runs. */
export function version(): string {
  known ??= read();
  return known;
}

function read(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
