import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClock, type SimulatorClock } from './clock.js';
import { createFaults, type Faults } from './faults/faults.js';
import { Fleet } from './fleet/fleet.js';
import { Account } from './http/account.js';
import { CONTROL_PREFIX, control } from './http/control.js';
import { handle } from './http/handler.js';
import type { RequestCounts } from './http/request-counts.js';
import { type SimulatorOptions, settle } from './options.js';
import { createTruth, type Truth } from './truth.js';
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
  /** How often each operation was requested, refused requests included; `unknown`: anything else. Live. */
  readonly requests: Readonly<RequestCounts>;
  /** Ends all connections, hanging ones too. */
  close(): Promise<void>;
}

const KEEP_ALIVE_MS = 60_000;

/**
 * @throws {SimulatorOptionError} when an option is out of its range.
 * @throws when the port cannot be had.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const settings = settle(options);
  const clock = createClock(settings.startAt, settings.speed);
  const fleet = new Fleet(settings.seed, settings, settings.mix);
  const faults = createFaults(settings.seed);
  const counts = Object.fromEntries([...OPERATIONS, 'unknown'].map((name) => [name, 0])) as RequestCounts;
  const api = { settings, account: new Account(settings, fleet, clock), faults, counts };
  const { token: _, powerlessToken: __, ...shown } = settings;
  const state = () => ({ ...shown, esims: fleet.countAt(clock.now()), faults: faults.list().length });
  const controls = { clock, faults, counts, state };

  const server = createServer((request, response) => {
    const answered = request.url?.startsWith(CONTROL_PREFIX)
      ? control(controls, request, response)
      : handle(api, request, response);
    // A caller who sent half a body and left gets no answer.
    answered.catch(() => response.destroy());
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
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
    requests: counts,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
