import { type Context, createMetrics, startHttp } from 'roamwatch/dist/index.js';
import { print } from './stage.js';
import { untilCtrlC } from './until-ctrl-c.js';

/** Leaves the page open, at the instant the demo ended, until Ctrl-C. */
export async function serve(ctx: Context): Promise<void> {
  const { http } = ctx.config;
  if (http === null) throw new Error('the demo configures no http.listen');
  const server = await startHttp(http, { current: () => ctx, metrics: createMetrics() });
  print(`\nThe page is open: ${server.url}`);
  print('No login is needed on this machine. Ctrl-C ends the demo.');
  await untilCtrlC();
  print('');
  await server.close();
}
