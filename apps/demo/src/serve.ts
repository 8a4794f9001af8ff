import { once } from 'node:events';
import { type Context, createMetrics, startHttp } from 'roamwatch/dist/index.js';
import { print } from './stage.js';

/** Leaves the page open, at the instant the demo ended, until Ctrl-C. */
export async function serve(ctx: Context): Promise<void> {
  const { http } = ctx.config;
  if (http === null) throw new Error('the demo configures no http.listen');
  const server = await startHttp(http, { current: () => ctx, metrics: createMetrics() });
  print(`\nThe page is open: ${server.url}   (Ctrl-C ends the demo)`);
  await once(process, 'SIGINT');
  await server.close();
}
