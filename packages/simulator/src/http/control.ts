import type { IncomingMessage, ServerResponse } from 'node:http';
import { faultsOfValue } from '@roamwatch/config-file';
import type { SimulatorClock } from '../clock.js';
import { faultSchema } from '../faults/fault-schema.js';
import { type Faults, TooManyFaults } from '../faults/faults.js';
import { SimulatorOptionError } from '../options.js';
import { orderSchema } from '../push/order-schema.js';
import type { Push } from '../push/push.js';
import { type Answer, failed, success } from '../wire/answer.js';
import { badRequest, conflict, FAILURES, methodNotAllowed } from '../wire/failure.js';
import { readJson } from './body.js';
import { moveSchema } from './move-schema.js';
import type { RequestCounts } from './request-counts.js';
import { send } from './send.js';

export const CONTROL_PREFIX = '/_simulator/';

export interface Controls {
  readonly clock: SimulatorClock;
  readonly faults: Faults;
  readonly counts: RequestCounts;
  readonly push: Push;
  /** The state that `GET /_simulator/state` returns beside the clock. */
  readonly state: () => Record<string, unknown>;
}

/** What a method does to a resource; `id` is what follows its name in the path. */
type Action = (
  controls: Controls,
  body: Readonly<Record<string, unknown>>,
  id: string,
) => Answer | Promise<Answer>;

interface Resource {
  readonly path: RegExp;
  readonly actions: Readonly<Record<string, Action>>;
}

const RESOURCES: readonly Resource[] = [
  { path: /^state$/, actions: { GET: ({ state, clock }) => success({ ...state(), clock: shown(clock) }) } },
  { path: /^requests$/, actions: { GET: ({ counts }) => success(counts) } },
  { path: /^clock$/, actions: { GET: ({ clock }) => success(shown(clock)), POST: moveClock } },
  {
    path: /^faults$/,
    actions: { GET: ({ faults }) => success(faults.list()), POST: addFault, DELETE: clearFaults },
  },
  { path: /^faults\/(\d{1,15})$/, actions: { DELETE: removeFault } },
  { path: /^push$/, actions: { GET: ({ push }) => success(push.answered), POST: sendEvent } },
];

/** Steers the simulator over HTTP, for tests that run in another process or another language. */
export async function control(
  controls: Controls,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? '').split('?', 1)[0]?.slice(CONTROL_PREFIX.length) ?? '';
  return send(request, response, await steer(controls, request, path));
}

async function steer(controls: Controls, request: IncomingMessage, path: string): Promise<Answer> {
  const resource = RESOURCES.find((one) => one.path.test(path));
  if (resource === undefined) return failed(FAILURES.noSuchPath);
  const { method = 'GET' } = request;
  const action = Object.hasOwn(resource.actions, method) ? resource.actions[method] : undefined;
  if (action === undefined) return failed(methodNotAllowed(Object.keys(resource.actions).join(', ')));
  const body = method === 'POST' ? await readJson(request) : { value: {} };
  if ('refused' in body) return failed(body.refused);
  return action(controls, body.value, resource.path.exec(path)?.[1] ?? '');
}

function shown(clock: SimulatorClock) {
  const now = clock.now();
  return { now, iso: new Date(now * 1000).toISOString(), speed: clock.speed };
}

function moveClock({ clock }: Controls, body: Readonly<Record<string, unknown>>): Answer {
  const parsed = moveSchema.safeParse(body);
  if (!parsed.success) return refused(body, moveSchema, parsed.error);
  const { set, advance, speed } = parsed.data;
  if (set !== undefined) clock.set(set);
  if (advance !== undefined) clock.advance(advance);
  if (speed !== undefined) clock.runAt(speed);
  return success(shown(clock));
}

function addFault({ faults }: Controls, body: Readonly<Record<string, unknown>>): Answer {
  const parsed = faultSchema.safeParse(body);
  if (!parsed.success) return refused(body, faultSchema, parsed.error);
  try {
    return success({ id: faults.add(parsed.data) });
  } catch (error) {
    if (error instanceof TooManyFaults) return failed(conflict(error.message));
    throw error;
  }
}

function clearFaults({ faults }: Controls): Answer {
  faults.clear();
  return success(faults.list());
}

function removeFault({ faults }: Controls, _body: unknown, id: string): Answer {
  return faults.remove(Number(id)) ? success(faults.list()) : failed(FAILURES.noSuchPath);
}

async function sendEvent({ push }: Controls, body: Readonly<Record<string, unknown>>): Promise<Answer> {
  const parsed = orderSchema.safeParse(body);
  if (!parsed.success) return refused(body, orderSchema, parsed.error);
  try {
    return success(await push.send(parsed.data));
  } catch (error) {
    if (error instanceof SimulatorOptionError) return failed(badRequest(error.message));
    throw error;
  }
}

function refused(...what: Parameters<typeof faultsOfValue>): Answer {
  return failed(badRequest(faultsOfValue(...what).join('; ')));
}
