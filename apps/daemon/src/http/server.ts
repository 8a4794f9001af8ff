import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type { HttpConfig } from '../config/config.js';
import { type AppParts, createApp } from './app.js';
import { ListenError } from './listen-error.js';

export interface HttpServer {
  readonly url: string;
  /** Lets answers under way end, for a moment. */
  close(): Promise<void>;
}

/** The longest that a slow reader may delay the shutdown. */
const PATIENCE_MS = 2_000;

/** @throws ListenError when the address is taken, not ours, or not allowed. */
export function startHttp(config: HttpConfig, parts: AppParts): Promise<HttpServer> {
  const app = createApp(parts);
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: config.host, port: config.port }, (address) =>
      resolve({
        url: urlOf(address),
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            if (!('closeAllConnections' in server)) return;
            server.closeIdleConnections();
            setTimeout(() => server.closeAllConnections(), PATIENCE_MS).unref();
          }),
      }),
    );
    server.once('error', (error) => reject(new ListenError(whyNot(config, error))));
  });
}

function urlOf({ family, address, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

function whyNot({ host, port }: HttpConfig, error: Error): string {
  const code = 'code' in error ? String(error.code) : error.name;
  const known: Record<string, string> = {
    EADDRINUSE: 'another program listens there: stop it, or choose another port',
    EACCES: 'this user may not use that port: choose one above 1023',
    EADDRNOTAVAIL: 'this machine has no such address',
    ENOTFOUND: 'there is no such host',
  };
  return `http.listen: cannot listen on ${host}:${port}: ${known[code] ?? code}`;
}
