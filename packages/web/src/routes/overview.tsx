import { Hono } from 'hono';
import { OverviewPage } from '../pages/overview.js';
import type { Backend } from '../sources.js';
import { render } from './render.js';
import type { PageEnv, Viewing } from './viewing.js';

export function overviewRoutes({ sources }: Backend, viewing: Viewing) {
  return new Hono<PageEnv>().get('/', async (c) => {
    const [view, overview] = await Promise.all([viewing.of(c), sources.overview()]);
    return render(c, <OverviewPage view={view} overview={overview} />);
  });
}
