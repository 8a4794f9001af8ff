import { setTimeout as pause } from 'node:timers/promises';
import { canonicalIccid, type UnixSeconds } from '@roamwatch/core';
import type { SimulatorClock } from '../clock.js';
import type { Fault } from '../faults/fault.js';
import { formerId } from '../faults/reissue.js';
import { tamper } from '../faults/tamper.js';
import type { SimulatedEsim } from '../fleet/esim.js';
import type { Fleet } from '../fleet/fleet.js';
import type { Settings } from '../options.js';
import { type Answer, failed, success, successList } from '../wire/answer.js';
import { esimPayload } from '../wire/esim.js';
import { badRequest, FAILURES } from '../wire/failure.js';
import { spell } from '../wire/iccid-form.js';
import type { OperationName } from '../wire/operation.js';
import { historyPayload, topUpPayload } from '../wire/packages.js';
import { usageDetailsPayload, usagePayload } from '../wire/usage.js';

/** A request that was understood and let in. */
export interface AccountRequest {
  readonly operation: OperationName;
  readonly query: URLSearchParams;
  /** The eSIM it is about, as given in the query or, to apply, in the body. */
  readonly iccid: string | null;
  readonly esimId: string | null;
  /** The order it is about, to apply. */
  readonly referenceId: string | null;
  /** Those that change the data of the answer. */
  readonly faults: readonly Fault[];
}

const DEFAULT_LIMIT = 50;

/** The account whose eSIMs the API answers for. */
export class Account {
  readonly #settings: Settings;
  readonly #fleet: Fleet;
  readonly #clock: SimulatorClock;

  constructor(settings: Settings, fleet: Fleet, clock: SimulatorClock) {
    this.#settings = settings;
    this.#fleet = fleet;
    this.#clock = clock;
  }

  async answer(request: AccountRequest): Promise<Answer> {
    const at = this.#clock.now();
    switch (request.operation) {
      case 'list':
        return this.#list(request, at);
      case 'apply':
        return this.#apply(request, at);
      case 'esim-by-id':
        return this.#byEsimId(request, at);
      default:
        return this.#byIccid(request, at);
    }
  }

  #byIccid({ operation, iccid, query, faults }: AccountRequest, at: UnixSeconds): Answer {
    if (iccid === null || iccid === '') return failed(badRequest('iccid is required'));
    const settings = this.#settings;
    const esim = this.#fleet.findByIccid(canonicalIccid(iccid) ?? iccid, at);
    if (esim === null || spell(esim.iccid, settings.iccidForm) !== iccid) return failed(FAILURES.notFound);
    switch (operation) {
      case 'usage':
      case 'usage-details': {
        if (esim.persona.kind === 'withoutUsageCheck') return failed(FAILURES.usageCheckUnsupported);
        const payload = operation === 'usage' ? usagePayload : usageDetailsPayload;
        return success(tamper(payload(settings, esim, at, this.#fleet.applicationOf(esim)), faults));
      }
      case 'topup-packages': {
        const [days, gigabytes] = [filterNumber(query.get('days')), filterNumber(query.get('gbs'))];
        if (Number.isNaN(days) || Number.isNaN(gigabytes)) {
          return failed(badRequest('days and gbs must be numbers'));
        }
        const filter = {
          days,
          gigabytes,
          unlimited: query.has('isUnlimited') ? query.get('isUnlimited') === 'true' : null,
          packageId: query.get('packageId'),
        };
        return success(topUpPayload(settings, esim, at, filter).map((offer) => tamper(offer, faults)));
      }
      case 'packages-history':
        return success(historyPayload(settings, esim, at).map((row) => tamper(row, faults)));
      default:
        return success(tamper(this.#payload(esim, at), faults));
    }
  }

  #byEsimId({ esimId, faults }: AccountRequest, at: UnixSeconds): Answer {
    if (esimId === null || esimId === '') return failed(badRequest('esimId is required'));
    const esim = this.#findByEsimId(esimId, faults, at);
    return esim === null ? failed(FAILURES.notFound) : success(tamper(this.#payload(esim, at), faults));
  }

  /** An eSIM by the id it has now: ids can have been issued anew. */
  #findByEsimId(esimId: string, faults: readonly Fault[], at: UnixSeconds): SimulatedEsim | null {
    const reissued = faults.some(({ kind }) => kind === 'reissued-ids');
    const known = reissued ? formerId(esimId) : esimId;
    return known === null ? null : this.#fleet.findByEsimId(known, at);
  }

  /** One eSIM, or all of an order: then the answer is an array. */
  async #apply({ esimId, referenceId, faults }: AccountRequest, at: UnixSeconds): Promise<Answer> {
    if (!esimId && !referenceId) return failed(badRequest('esimId or referenceId is required'));
    const esims = esimId
      ? [this.#findByEsimId(esimId, faults, at) ?? []].flat()
      : this.#fleet.findByReference(referenceId ?? '', at);
    if (esims.length === 0) return failed(FAILURES.notFound);
    const { holdSeconds, generateSeconds } = this.#settings.apply;
    for (const esim of esims) this.#fleet.apply(esim, at + generateSeconds);
    if (holdSeconds > 0) await pause(holdSeconds * 1000, undefined, { ref: false });
    const answeredAt = this.#clock.now();
    const exists = (esim: SimulatedEsim) =>
      (esim.profileAt(this.#fleet.applicationOf(esim)) ?? Number.POSITIVE_INFINITY) <= answeredAt;
    if (!esims.every(exists)) return failed(FAILURES.pending);
    const payloads = esims.map((esim) => tamper(this.#payload(esim, answeredAt), faults));
    return success(esimId ? payloads[0] : payloads);
  }

  #list({ query, faults }: AccountRequest, at: UnixSeconds): Answer {
    const given = query.get('limit');
    const limit = given === null ? DEFAULT_LIMIT : wholeNumber(given);
    if (limit === null || limit < 1) {
      return failed(badRequest('limit must be a whole number of 1 or more'));
    }
    const shortened = faults.flatMap(({ kind, keep }) => (kind === 'short-list' ? [keep ?? 10] : []));
    const most = Math.min(limit, this.#settings.listCap, ...shortened);
    const reference = query.get('referenceId');
    const esims =
      reference === null
        ? this.#fleet.newestFirst(at)
        : this.#fleet.findByReference(reference, at).toReversed();
    return successList(this.#listed(esims, query.get('status'), most, faults, at));
  }

  *#listed(
    esims: Iterable<SimulatedEsim>,
    status: string | null,
    most: number,
    faults: readonly Fault[],
    at: UnixSeconds,
  ): Generator<object> {
    let given = 0;
    if (most < 1) return;
    for (const esim of esims) {
      if (status !== null && esim.statusAt(at, this.#fleet.applicationOf(esim)) !== status) continue;
      yield tamper(this.#payload(esim, at), faults);
      if (++given >= most) return;
    }
  }

  #payload(esim: SimulatedEsim, at: UnixSeconds) {
    return esimPayload(esim, at, this.#fleet.applicationOf(esim), this.#settings.iccidForm);
  }
}

/** Null when it is no whole number in digits. */
function wholeNumber(text: string): number | null {
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** Null when it is not given; NaN when it is no decimal number. */
function filterNumber(text: string | null): number | null {
  if (text === null) return null;
  return /^\d{1,15}(\.\d{1,9})?$/.test(text) ? Number(text) : Number.NaN;
}
