import type { Daemon } from '../installation/daemon.js';

export interface Crawled {
  readonly path: string;
  readonly status: number;
  readonly body: string;
}

const MOST_PAGES = 200;

/** Every page and file that links lead to from the overview, each once; what a filter or a sort order shows counts as well. */
export async function crawl(daemon: Daemon, headers: Readonly<Record<string, string>>): Promise<Crawled[]> {
  const found = new Map<string, Crawled>();
  const waiting = ['/'];
  for (let path = waiting.shift(); path !== undefined && found.size < MOST_PAGES; path = waiting.shift()) {
    if (found.has(path)) continue;
    const response = await daemon.get(path, { headers: { accept: 'text/html', ...headers } });
    const body = await response.text();
    found.set(path, { path, status: response.status, body });
    for (const [, link = ''] of body.matchAll(/(?:href|src)="([^"]*)"/g)) {
      const { origin, pathname, search } = new URL(link.replaceAll('&amp;', '&'), `http://here${path}`);
      if (origin === 'http://here') waiting.push(pathname + search);
    }
  }
  return [...found.values()];
}
