import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createRoamifyClient, type RoamifyClient, type RoamifyClientOptions } from '../src/index.js';

export type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => unknown;

export interface Provider {
  readonly baseUrl: string;
  /** Method and URL of every request so far. */
  readonly asked: readonly string[];
  client(options?: Partial<RoamifyClientOptions>): RoamifyClient;
}

export const TOKEN = 'top-secret-token-1234';

/** A real HTTP server that does what the test specifies. It and its clients end with the test. */
export async function startProvider(handler: Handler): Promise<Provider> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    handler(request, response, asked.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    baseUrl,
    asked,
    client(options) {
      const client = createRoamifyClient({ baseUrl, token: TOKEN, requestsPerSecond: 1000, ...options });
      onTestFinished(() => client.close());
      return client;
    },
  };
}

export function sendJson(response: ServerResponse, body: unknown, status = 200, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

export function sendData(response: ServerResponse, data: unknown): void {
  sendJson(response, { status: 'success', data });
}

export function usageBody(over: object = {}) {
  return {
    id: 'e-1',
    iccid: '894000000000029365',
    status: 'INSTALLED',
    startedAt: 1732442794,
    expiredAt: 1732442794,
    allowedData: 1024,
    remainingData: 924,
    dataUsages: [
      { date: '20250102', usage: 10000, location: 'United Kingdom' },
      { date: '20250103', usage: 20000, location: 'United Kingdom' },
    ],
    ...over,
  };
}

export function esimBody(number: number, status = 'INSTALLED') {
  return {
    id: `esim-${number}`,
    iccid: `8940000000000${String(number).padStart(6, '0')}`,
    status,
    withTopUp: true,
    withUsageCheck: true,
    esim: { lpaCode: 'LPA:1$lpa.example$SECRET', activationCode: 'SECRET', pin: '1234' },
    data: { isUnlimited: false },
    notes: [],
    createdAt: 1731837539,
    updatedAt: 1731838043,
    expiredAt: 1732442794,
  };
}
