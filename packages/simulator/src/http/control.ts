import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SimulatorClock } from '../clock.js';
import { FAULT_KINDS, type Fault } from '../faults/fault.js';
import type { Faults } from '../faults/faults.js';
import { type Answer, failed, success } from '../wire/answer.js';
import { badRequest, FAILURES, methodNotAllowed } from '../wire/failure.js';
import { OPERATIONS } from '../wire/operation.js';
import { readJson } from './body.js';
import type { RequestCounts } from './request-counts.js';
import { send } from './send.js';

export const CONTROL_PREFIX = '/_simulator/';

export interface Controls {
  readonly clock: SimulatorClock;
  readonly faults: Faults;
  readonly counts: RequestCounts;
  /** The state that `GET /_simulator/state` returns beside the clock. */
  readonly state: () => Record<string, unknown>;
}

/** Steers the simulator over HTTP, for tests that run in another process or another language. */
export async function control(
  controls: Controls,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? '').split('?', 1)[0]?.slice(CONTROL_PREFIX.length) ?? '';
  const body = request.method === 'POST' ? await readJson(request) : {};
  const answer =
    body === null
      ? failed(badRequest('the body is not a JSON object'))
      : steer(controls, request.method ?? 'GET', path, body);
  return send(request, response, answer);
}

function steer(controls: Controls, method: string, path: string, body: Record<string, unknown>): Answer {
  const { clock, faults, counts, state } = controls;
  const [resource, id] = path.split('/', 2);
  switch (resource) {
    case 'state':
      return method === 'GET'
        ? success({ ...state(), clock: shown(clock) })
        : failed(methodNotAllowed('GET'));
    case 'requests':
      return method === 'GET' ? success(counts) : failed(methodNotAllowed('GET'));
    case 'clock':
      if (method === 'POST') return moveClock(clock, body);
      return method === 'GET' ? success(shown(clock)) : failed(methodNotAllowed('GET, POST'));
    case 'faults':
      if (method === 'POST') return addFault(faults, body);
      if (method === 'DELETE') return removeFaults(faults, id);
      return method === 'GET' ? success(faults.list()) : failed(methodNotAllowed('GET, POST, DELETE'));
    default:
      return failed(FAILURES.noSuchPath);
  }
}

function shown(clock: SimulatorClock) {
  const now = clock.now();
  return { now, iso: new Date(now * 1000).toISOString(), speed: clock.speed };
}

function moveClock(clock: SimulatorClock, body: Record<string, unknown>): Answer {
  const moves = { set: clock.set, advance: clock.advance, speed: clock.runAt };
  for (const [name, value] of Object.entries(body)) {
    if (!Object.hasOwn(moves, name) || typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
      return failed(badRequest('give set (Unix seconds), advance (seconds) or speed, each 0 or more'));
    }
  }
  for (const name of ['set', 'advance', 'speed'] as const) {
    if (typeof body[name] === 'number') moves[name](body[name]);
  }
  return success(shown(clock));
}

function removeFaults(faults: Faults, id: string | undefined): Answer {
  if (id === undefined) faults.clear();
  else if (!faults.remove(Number(id))) return failed(FAILURES.noSuchPath);
  return success(faults.list());
}

function addFault(faults: Faults, body: Record<string, unknown>): Answer {
  const complaint = complaintAbout(body);
  if (complaint !== null) return failed(badRequest(complaint));
  return success({ id: faults.add(body as unknown as Fault) });
}

const FIELD_CHECKS: Readonly<Record<keyof Fault, (value: unknown) => boolean>> = {
  kind: (value) => typeof value === 'string' && Object.hasOwn(FAULT_KINDS, value),
  operation: (value) => OPERATIONS.some((operation) => operation === value),
  iccid: (value) => typeof value === 'string',
  esimId: (value) => typeof value === 'string',
  times: (value) => Number.isInteger(value) && Number(value) > 0,
  probability: (value) => typeof value === 'number' && value >= 0 && value <= 1,
  retryAfterSeconds: isWhole,
  retryAfterForm: (value) => value === 'seconds' || value === 'date' || value === 'none',
  delayMs: isWhole,
  keep: isWhole,
  status: (value) => Number.isInteger(value) && Number(value) >= 200 && Number(value) <= 599,
  message: (value) => typeof value === 'string',
};

function isWhole(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0;
}

function complaintAbout(body: Record<string, unknown>): string | null {
  if (!('kind' in body)) return `kind is required: one of ${Object.keys(FAULT_KINDS).join(', ')}`;
  for (const [field, value] of Object.entries(body)) {
    const fits = Object.hasOwn(FIELD_CHECKS, field) && FIELD_CHECKS[field as keyof Fault](value);
    if (!fits) return `${field} is not a field of a fault, or its value does not fit`;
  }
  return null;
}
