import type { SimulatorClock } from '../clock.js';
import type { Fleet } from '../fleet/fleet.js';
import { type Settings, SimulatorOptionError } from '../options.js';
import { allowanceAt } from '../provider/figures.js';
import { balanceBody, esimBody, orderBody } from './body.js';
import { type Delivery, deliver, RETRIES_MS } from './deliver.js';
import { type Occasion, Occasions } from './occasions.js';
import type { PushOrder } from './order-schema.js';

/** The vendor's webhooks. */
export interface Push {
  /**
   * Sends one event now, whatever the fleet does, and returns how each copy of it was received.
   *
   * @throws {SimulatorOptionError} where there is no such eSIM, or nowhere to send it.
   */
  send(order: PushOrder): Promise<readonly Delivery[]>;
  /** Events sent since the start, by the HTTP status that answered them; `none`: not answered. Live. */
  readonly answered: Readonly<Record<string, number>>;
  close(): void;
}

/** Interval at which the fleet is checked, in real time. */
const PULSE_MS = 250;
/** Under way at once; what is due meanwhile is looked at in the next pulse. */
const AT_ONCE = 16;

/** Sends what the fleet gives a reason for, where there is an address, and what is ordered. */
export function createPush(settings: Settings, fleet: Fleet, clock: SimulatorClock): Push {
  const { pushUrl, pushSecret } = settings;
  const stop = new AbortController();
  const occasions = new Occasions(settings);
  const answered: Record<string, number> = {};
  const receiver = pushUrl === null ? null : { url: pushUrl, secret: pushSecret };

  async function sendCounted(...given: Parameters<typeof deliver>): Promise<Delivery> {
    const delivery = await deliver(...given);
    const answer = String(delivery.status ?? 'none');
    answered[answer] = (answered[answer] ?? 0) + 1;
    return delivery;
  }

  async function sendAll(due: readonly Occasion[]): Promise<void> {
    const queue = due.values();
    const worker = async () => {
      for (const occasion of queue) {
        if (receiver === null || stop.signal.aborted) return;
        await sendCounted(receiver, esimBody(occasion, 'documented'), { signal: stop.signal });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }

  let isBusy = false;
  const look = async () => {
    if (isBusy) return;
    isBusy = true;
    const at = clock.now();
    const due: Occasion[] = [];
    for (let index = 0; index < fleet.countAt(at); index++) {
      const esim = fleet.passing(index);
      due.push(...occasions.about(esim, at, fleet.applicationOf(esim)));
    }
    await sendAll(due);
    isBusy = false;
  };
  const pulse = receiver === null ? null : setInterval(() => void look(), PULSE_MS);
  pulse?.unref();

  return {
    answered,
    async send(order) {
      const to = { url: order.url ?? pushUrl, secret: order.secret ?? pushSecret };
      if (to.url === null) throw new SimulatorOptionError('url', 'is needed: nothing is registered');
      const body = bodyOf(order, settings, fleet, clock);
      const { wrong, times = 1, retry = true } = order;
      const how = { ...(wrong && { wrong }), retriesMs: retry ? RETRIES_MS : [], signal: stop.signal };
      const deliveries: Delivery[] = [];
      for (let copy = 0; copy < times; copy++) {
        deliveries.push(await sendCounted({ url: to.url, secret: to.secret }, body, how));
      }
      return deliveries;
    },
    close() {
      if (pulse !== null) clearInterval(pulse);
      stop.abort();
    },
  };
}

function bodyOf(order: PushOrder, settings: Settings, fleet: Fleet, clock: SimulatorClock): unknown {
  const { event, iccid = '', status, remainingShare, shape = 'documented', late = 0 } = order;
  const now = clock.now();
  const happenedAt = now - late;
  if (event === 'order') return orderBody(happenedAt);
  if (event !== 'usage' && event !== 'status') return balanceBody(event, happenedAt);
  const esim = fleet.findByIccid(iccid, now);
  if (esim === null) throw new SimulatorOptionError('iccid', 'is that of no eSIM');
  const real = allowanceAt(settings, esim, now);
  const { allowedBytes } = real;
  const allowance =
    remainingShare === undefined || allowedBytes === null
      ? real
      : { ...real, remainingBytes: Math.floor(allowedBytes * remainingShare) };
  const occasion = {
    ...{ kind: event, esim, at: now, allowance },
    status: status ?? esim.statusAt(now, fleet.applicationOf(esim)),
  };
  return esimBody(occasion, shape, happenedAt);
}
