import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClock, type SimulatorClock } from './clock.js';
import { createFaults, type Faults } from './faults/faults.js';
import { Fleet } from './fleet/fleet.js';
import { Account } from './http/account.js';
import { CONTROL_PREFIX, control } from './http/control.js';
import { handle } from './http/handler.js';
import type { RequestCounts } from './http/request-counts.js';
import { send } from './http/send.js';
import { SimulatorOptionError, type SimulatorOptions, settle } from './options.js';
import { createPush, type Push } from './push/push.js';
import { createTruth, type Truth } from './truth.js';
import { failed } from './wire/answer.js';
import { FAILURES } from './wire/failure.js';
import { OPERATIONS } from './wire/operation.js';

/** The API over real HTTP on loopback, with its fleet, clock and faults. */
export interface Simulator {
  /** Such as `http://127.0.0.1:40123`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly token: string;
  /** A token that is known, but may do nothing (403). */
  readonly powerlessToken: string;
  readonly clock: SimulatorClock;
  readonly faults: Faults;
  readonly truth: Truth;
  readonly push: Push;
  /** Number of requests of each operation, refused ones included; `unknown`: anything else. Live. */
  readonly requests: Readonly<RequestCounts>;
  /** Ends all connections, hanging ones too. */
  close(): Promise<void>;
}

const KEEP_ALIVE_MS = 60_000;

/**
 * @throws {SimulatorOptionError} when an option is out of its range, or the port cannot be had.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const settings = settle(options);
  const clock = createClock(settings.startAt, settings.speed);
  const fleet = new Fleet(settings.seed, settings, settings.mix);
  const faults = createFaults(settings.seed, () => clock.now());
  for (const fault of settings.faults) faults.add(fault);
  const counts = Object.fromEntries([...OPERATIONS, 'unknown'].map((name) => [name, 0])) as RequestCounts;
  const api = { settings, account: new Account(settings, fleet, clock), faults, counts };
  const push = createPush(settings, fleet, clock);
  const { token: _, powerlessToken: __, pushSecret: ___, ...shown } = settings;
  const state = () => ({ ...shown, esims: fleet.countAt(clock.now()), faults: faults.list().length });
  const controls = { clock, faults, counts, state, push };

  const server = createServer((request, response) => {
    const answered = request.url?.startsWith(CONTROL_PREFIX)
      ? control(controls, request, response)
      : handle(api, request, response);
    answered.catch(() => apologise(request, response));
  });
  // Nothing is tunnelled. Without this, Node would end the connection without an answer.
  server.on('connect', (_, socket) =>
    socket.end('HTTP/1.1 405 Method Not Allowed\r\nconnection: close\r\n\r\n'),
  );
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(withoutPort(settings.port, error)));
    server.listen(settings.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    token: settings.token,
    powerlessToken: settings.powerlessToken,
    clock,
    faults,
    truth: createTruth(fleet, clock),
    push,
    requests: counts,
    close: () =>
      new Promise((resolve) => {
        push.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A caller who sent half a body and left gets no answer; anything else is a fault of the simulator, and visible. */
function apologise(request: IncomingMessage, response: ServerResponse): void {
  if (request.destroyed || response.headersSent) response.destroy();
  else void send(request, response, failed(FAILURES.serverError));
}

function withoutPort(port: number, error: NodeJS.ErrnoException): Error {
  if (error.code === 'EADDRINUSE')
    return new SimulatorOptionError('port', `${port} is in use: choose another with --port`);
  if (error.code === 'EACCES')
    return new SimulatorOptionError('port', `${port} is reserved: choose one above 1023`);
  return error;
}
