import { type Context, Hono } from 'hono';
import { hideAddresses, withoutAddresses } from '../access/hide-addresses.js';
import { FleetListPage } from '../pages/fleet.js';
import type { Backend } from '../sources.js';
import { fleetCsv, fleetJson, type Reader } from './fleet-file.js';
import { fleetQueryOf } from './fleet-query.js';
import { hiddenIn, render } from './render.js';
import { streamed } from './streamed.js';
import type { PageEnv, Viewing } from './viewing.js';

const PAGE = 50;

/** `/esims` and, with the same filters, everything that matches as CSV and JSON. */
export function fleetRoutes({ sources }: Backend, viewing: Viewing) {
  /** Labels can be addresses, too. */
  const readerOf = async (c: Context<PageEnv>): Promise<Reader> => ({
    shown: (label) => hideAddresses(label, c.get('person') ?? null, hiddenIn(c)),
    isTrusted: (await sources.state()).isTrusted,
  });
  const queryOf = (c: Context<PageEnv>) =>
    fleetQueryOf(new URL(c.req.url).searchParams, c.get('person') ?? null, PAGE);
  return new Hono<PageEnv>()
    .get('/esims', async (c) => {
      const query = queryOf(c);
      const [view, { statuses, costCentres }, page] = await Promise.all([
        viewing.of(c),
        sources.filters(),
        sources.fleet(query),
      ]);
      const filters = {
        statuses: withoutAddresses(statuses, view.person),
        costCentres: withoutAddresses(costCentres, view.person),
      };
      return render(c, <FleetListPage view={view} query={query} filters={filters} page={page} />);
    })
    .get('/esims.csv', async (c) => {
      c.header('Content-Type', 'text/csv; charset=utf-8');
      c.header('Content-Disposition', 'attachment; filename="esims.csv"');
      return c.body(streamed(fleetCsv(sources, queryOf(c), await readerOf(c))));
    })
    .get('/esims.json', async (c) => {
      c.header('Content-Type', 'application/json; charset=utf-8');
      return c.body(streamed(fleetJson(sources, queryOf(c), await readerOf(c))));
    });
}
