import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Arrivals } from './arrivals.js';
import type { ServerIdentity } from './certificates.js';

/** One request as it came in. */
export interface CaughtRequest {
  readonly method: string;
  /** Path with query string. */
  readonly path: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** When it was complete, in milliseconds of this machine's clock. */
  readonly receivedAtMs: number;
}

/** The behaviour of the peer on a request: answer it, never answer, or cut the connection after reading it. */
export type HookAnswer =
  | { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }
  | 'hang'
  | 'cut';

/** How the server listens and answers. */
export interface HookCatcherOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Serves HTTPS with it. */
  readonly identity?: ServerIdentity;
  /** Decides the answer when none is scripted. Default: 200 `ok`, as Slack answers. */
  readonly answer?: (request: CaughtRequest) => HookAnswer;
}

/** An HTTP server on loopback that keeps every request. */
export interface HookCatcher {
  /** `http://127.0.0.1:PORT`, without a path: every path is accepted. */
  readonly url: string;
  readonly received: readonly CaughtRequest[];
  waitFor(count: number, timeoutMs?: number): Promise<readonly CaughtRequest[]>;
  /** Scripts the answers to the next requests, in order. */
  answerNext(...answers: readonly HookAnswer[]): void;
  close(): Promise<void>;
}

/** Starts a real HTTP server on loopback that keeps every request, for Slack hooks and webhooks. */
export async function startHookCatcher(options: HookCatcherOptions = {}): Promise<HookCatcher> {
  const arrivals = new Arrivals<CaughtRequest>();
  const scripted: HookAnswer[] = [];
  const answerTo = options.answer ?? (() => ({ status: 200, body: 'ok' }));

  const answer = (request: IncomingMessage, response: ServerResponse) => {
    readRequest(request).then(
      (caught) => {
        arrivals.add(caught);
        give(scripted.shift() ?? answerTo(caught), response);
      },
      () => response.destroy(),
    );
  };
  const { identity } = options;
  const server = identity === undefined ? createServer(answer) : createSecureServer(identity, answer);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    url: `${identity === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    received: arrivals.kept,
    waitFor: (count, timeoutMs) => arrivals.waitFor(count, timeoutMs),
    answerNext: (...answers) => {
      scripted.push(...answers);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readRequest(request: IncomingMessage): Promise<CaughtRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks),
    receivedAtMs: Date.now(),
  };
}

function give(answer: HookAnswer, response: ServerResponse): void {
  if (answer === 'hang') return;
  if (answer === 'cut') {
    response.destroy();
    return;
  }
  response.writeHead(answer.status, answer.headers ? { ...answer.headers } : {});
  response.end(answer.body ?? '');
}
