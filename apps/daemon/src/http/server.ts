import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { bearerAuth } from 'hono/bearer-auth';
import { secureHeaders } from 'hono/secure-headers';
import type { HttpConfig } from '../config/config.js';
import type { Context } from '../context.js';
import { readiness } from './readiness.js';

export interface HttpServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves `/healthz` and `/readyz`. With a token configured everything but `/healthz` requires it. */
export async function startHttp(ctx: Context, config: HttpConfig): Promise<HttpServer> {
  const app = new Hono();
  app.use(secureHeaders());
  app.get('/healthz', (c) => c.text('alive\n'));
  if (config.token) app.use(bearerAuth({ token: config.token.reveal() }));
  app.get('/readyz', (c) => {
    const state = readiness(ctx);
    return c.json(state, state.ready ? 200 : 503);
  });

  return new Promise((resolve, reject) => {
    const server = serve(
      { fetch: app.fetch, hostname: config.host, port: config.port },
      (address: AddressInfo) => {
        const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
        resolve({
          url: `http://${host}:${address.port}`,
          close: () => new Promise((done) => server.close(() => done())),
        });
      },
    );
    server.once('error', reject);
  });
}
