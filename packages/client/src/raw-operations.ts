import { Readable } from 'node:stream';
import type { Send } from './api.js';
import { sendable } from './arguments.js';
import { LeftOut } from './decode/element-splitter.js';
import { arrayOf, objectOf } from './decode/entries.js';
import { splitList } from './decode/list.js';
import type { Operation } from './errors.js';
import { tooLarge, UnreadableBody } from './failure/failure.js';
import type { CallOptions } from './options.js';
import type { ListOptions, RawRoamifyClient, TopUpOptions } from './raw-client.js';
import type { Session } from './session.js';
import { fetchChecked } from './transport/fetch.js';
import type {
  ApplyRequest,
  WireEsim,
  WirePackagePurchase,
  WireTopUpPackage,
  WireUsage,
  WireUsageDetails,
} from './wire.js';

/** The operations with their answers as they come. */
export class RawOperations implements RawRoamifyClient {
  constructor(readonly session: Session) {}

  async applyProfile(request: ApplyRequest, options: CallOptions = {}): Promise<WireEsim | WireEsim[]> {
    if ('esimId' in request) sendable('apply', 'the eSIM ID', request.esimId);
    else sendable('apply', 'the reference', request.referenceId);
    const send = this.session.api.apply(request, options, fetchChecked);
    const read = (data: unknown) => (Array.isArray(data) ? data : objectOf('apply', data));
    return (await this.session.call('apply', send, read, options, 0)) as WireEsim | WireEsim[];
  }

  async usage(iccid: string, options: CallOptions = {}): Promise<WireUsage> {
    const send = this.session.api.usage(this.session.spell('usage', iccid), options, fetchChecked);
    return this.#object<WireUsage>('usage', send, options);
  }

  async usageDetails(iccid: string, options: CallOptions = {}): Promise<WireUsageDetails> {
    const spelled = this.session.spell('usage-details', iccid);
    const send = this.session.api.usageDetails(spelled, options, fetchChecked);
    return this.#object<WireUsageDetails>('usage-details', send, options);
  }

  async topUpPackages(iccid: string, options: TopUpOptions = {}): Promise<readonly WireTopUpPackage[]> {
    const query = this.session.topUpQuery(iccid, options);
    const send = this.session.api.topUpPackages(query, options, fetchChecked);
    return this.#list<WireTopUpPackage>('topup-packages', send, options);
  }

  async packagesHistory(iccid: string, options: CallOptions = {}): Promise<readonly WirePackagePurchase[]> {
    const spelled = this.session.spell('packages-history', iccid);
    const send = this.session.api.packagesHistory(spelled, options, fetchChecked);
    return this.#list<WirePackagePurchase>('packages-history', send, options);
  }

  async esimByIccid(iccid: string, options: CallOptions = {}): Promise<WireEsim> {
    const query = { iccid: this.session.spell('esim-by-iccid', iccid) };
    return this.#object<WireEsim>(
      'esim-by-iccid',
      this.session.api.esim(query, options, fetchChecked),
      options,
    );
  }

  async esimById(esimId: string, options: CallOptions = {}): Promise<WireEsim> {
    const query = { esimId: sendable('esim-by-id', 'the eSIM ID', esimId) };
    return this.#object<WireEsim>('esim-by-id', this.session.api.esim(query, options, fetchChecked), options);
  }

  async *listEsims(options: ListOptions = {}): AsyncGenerator<readonly WireEsim[], void> {
    const { api, parts } = this.session;
    const batches = parts.caller.stream<readonly unknown[]>({
      operation: 'list',
      signal: options.signal,
      retries: parts.retries,
      send: api.list(this.session.listQuery(options), options),
      read: (body) => {
        if (!(body instanceof Readable)) throw new UnreadableBody(200);
        return complete(splitList(body, options.limit, parts.context));
      },
    });
    yield* batches as AsyncIterable<readonly WireEsim[]>;
  }

  async #object<T>(operation: Operation, send: Send, options: CallOptions): Promise<T> {
    return (await this.session.call(operation, send, (data) => objectOf(operation, data), options)) as T;
  }

  async #list<T>(operation: Operation, send: Send, options: CallOptions): Promise<readonly T[]> {
    const list = await this.session.call(operation, send, (data) => arrayOf(operation, data), options);
    return list as readonly T[];
  }
}

/** The raw view has no place for an eSIM that was left out, and must not omit it. */
async function* complete(
  batches: AsyncIterable<readonly unknown[]>,
): AsyncGenerator<readonly unknown[], void> {
  for await (const batch of batches) {
    const leftOut = batch.find((element) => element instanceof LeftOut);
    if (leftOut === undefined) yield batch;
    else throw tooLarge('list', `an eSIM in the answer is ${leftOut.reason}`);
  }
}
