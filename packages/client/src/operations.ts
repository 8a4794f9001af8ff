import { Readable } from 'node:stream';
import type { ListedEsim, UsageDetails } from '@roamwatch/core';
import type { Sender } from './api.js';
import { type ApplyOptions, applyThenLookUp } from './apply.js';
import { sendable } from './arguments.js';
import { openEnvelope } from './decode/envelope.js';
import { decodeEsim, decodeOrder, type InstallableEsim } from './decode/esim.js';
import { type ParsedUsage, parseUsageDetails, readUsageDetails } from './decode/known-days.js';
import { decodeList, type ListBatch } from './decode/list.js';
import { decodeHistory, decodeTopUps, type PackagesHistory, type TopUps } from './decode/packages.js';
import { decodeUsage, decodeUsageDetails, type Usage } from './decode/usage.js';
import { UnreadableBody } from './failure/failure.js';
import type { LaterOperations } from './later/later-client.js';
import type { CallOptions } from './options.js';
import type { ListOptions, RawRoamifyClient, TopUpOptions } from './raw-client.js';
import type { ChangedOptions, ChangedUsageDetails, LookUpOptions, RoamifyClient } from './roamify-client.js';
import type { Session } from './session.js';
import { ComparedAnswer, fetchCompared } from './transport/fetch.js';
import type { ApplyByEsimId, ApplyByReference, ApplyRequest } from './wire.js';

/** The operations with their answers decoded. */
export class Operations implements RoamifyClient {
  constructor(
    readonly session: Session,
    readonly raw: RawRoamifyClient,
    readonly later: LaterOperations,
    readonly close: () => Promise<void>,
  ) {}

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  applyProfile(esim: ApplyByEsimId, options: ApplyOptions & { secrets: true }): Promise<InstallableEsim>;
  applyProfile(esim: ApplyByEsimId, options?: ApplyOptions & LookUpOptions): Promise<ListedEsim>;
  applyProfile(
    order: ApplyByReference,
    options: LookUpOptions & { secrets: true },
  ): Promise<readonly InstallableEsim[]>;
  applyProfile(order: ApplyByReference, options?: LookUpOptions): Promise<readonly ListedEsim[]>;
  async applyProfile(
    request: ApplyRequest,
    options: ApplyOptions & LookUpOptions = {},
  ): Promise<ListedEsim | readonly ListedEsim[]> {
    if (!('esimId' in request)) return this.#applyOrder(request, options);
    const esimId = sendable('apply', 'the eSIM ID', request.esimId);
    const secrets = options.secrets ?? false;
    return applyThenLookUp(
      () => this.#apply(request, options, (data) => this.#decodeEsim('apply', data, secrets, esimId)),
      () => this.esimById(esimId, options),
      options,
      this.session.parts.caller.parts.closing,
    );
  }

  async usage(iccid: string, options: CallOptions = {}): Promise<Usage> {
    const { session } = this;
    const send = session.api.usage(session.spell('usage', iccid), options);
    const { context } = session.parts;
    return session.call('usage', send, (data) => decodeUsage('usage', data, iccid, context), options);
  }

  // This and the next one are not `async`: on the hot path that costs a promise more.
  usageDetails(iccid: string, options: CallOptions = {}): Promise<UsageDetails> {
    const { session } = this;
    const { context } = session.parts;
    return this.#usageDetailsCall(iccid, (spelling) =>
      session.call(
        'usage-details',
        session.api.usageDetails(spelling, options),
        (data) => decodeUsageDetails(data, iccid, context),
        options,
      ),
    );
  }

  changedUsageDetails(
    iccid: string,
    known: string | null,
    options: ChangedOptions = {},
  ): Promise<ChangedUsageDetails> {
    const { api, parts } = this.session;
    const parse = (text: string) => parseUsageDetails(text, options.knownDays?.() ?? null);
    const compared: Sender = (sending, request) => fetchCompared({ known, parse }, sending, request);
    const decode = (envelope: unknown) =>
      decodeUsageDetails(openEnvelope('usage-details', envelope, parts.context), iccid, parts.context);
    const read = (answer: unknown): ChangedUsageDetails => {
      if (!(answer instanceof ComparedAnswer)) throw new UnreadableBody(200);
      const { fingerprint, changed } = answer;
      if (changed === null) return { fingerprint, details: null };
      const { details, daysDigest, whole } = readUsageDetails(changed.parsed as ParsedUsage, decode);
      return { fingerprint, details, daysDigest, whole };
    };
    return this.#usageDetailsCall(iccid, (spelling) =>
      parts.caller.call({
        operation: 'usage-details',
        signal: options.signal,
        retries: parts.retries,
        send: api.usageDetails(spelling, options, compared),
        read,
      }),
    );
  }

  async topUpPackages(iccid: string, options: TopUpOptions = {}): Promise<TopUps> {
    const { session } = this;
    const send = session.api.topUpPackages(session.topUpQuery(iccid, options), options);
    const { context } = session.parts;
    return session.call('topup-packages', send, (data) => decodeTopUps(data, context), options);
  }

  async packagesHistory(iccid: string, options: CallOptions = {}): Promise<PackagesHistory> {
    const { session } = this;
    const send = session.api.packagesHistory(session.spell('packages-history', iccid), options);
    const { context } = session.parts;
    return session.call('packages-history', send, (data) => decodeHistory(data, context), options);
  }

  esimByIccid(iccid: string, options: LookUpOptions & { secrets: true }): Promise<InstallableEsim>;
  esimByIccid(iccid: string, options?: LookUpOptions): Promise<ListedEsim>;
  async esimByIccid(iccid: string, options: LookUpOptions = {}): Promise<ListedEsim> {
    const query = { iccid: this.session.spell('esim-by-iccid', iccid) };
    return this.#lookUp('esim-by-iccid', query, options);
  }

  esimById(esimId: string, options: LookUpOptions & { secrets: true }): Promise<InstallableEsim>;
  esimById(esimId: string, options?: LookUpOptions): Promise<ListedEsim>;
  async esimById(esimId: string, options: LookUpOptions = {}): Promise<ListedEsim> {
    const query = { esimId: sendable('esim-by-id', 'the eSIM ID', esimId) };
    return this.#lookUp('esim-by-id', query, options);
  }

  async *listEsims({
    secrets = false,
    ...options
  }: ListOptions & LookUpOptions = {}): AsyncGenerator<ListBatch, void> {
    const { api, parts } = this.session;
    yield* parts.caller.stream<ListBatch>({
      operation: 'list',
      signal: options.signal,
      retries: parts.retries,
      send: api.list(this.session.listQuery(options), options),
      read: (body) => {
        if (!(body instanceof Readable)) throw new UnreadableBody(200);
        return this.#learning(decodeList(body, options.limit, parts.context, secrets));
      },
    });
  }

  /** Once the names of places are known, and the ICCID is one that can be sent. */
  #usageDetailsCall<T>(iccid: string, call: (spelling: string) => Promise<T>): Promise<T> {
    try {
      const spelling = this.session.spell('usage-details', iccid);
      const learning = this.session.learnPlaces();
      return learning === null ? call(spelling) : learning.then(() => call(spelling));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #applyOrder(order: ApplyByReference, options: LookUpOptions): Promise<readonly ListedEsim[]> {
    sendable('apply', 'the reference', order.referenceId);
    const { context } = this.session.parts;
    return this.#apply(order, options, (data) => {
      const esims = decodeOrder(data, options.secrets ?? false, context);
      for (const esim of esims) this.#learn(esim);
      return esims;
    });
  }

  /** Never repeated: the provider could generate a second profile. */
  #apply<T>(request: ApplyRequest, options: CallOptions, read: (data: unknown) => T): Promise<T> {
    return this.session.call('apply', this.session.api.apply(request, options), read, options, 0);
  }

  #lookUp(
    operation: 'esim-by-iccid' | 'esim-by-id',
    query: { iccid: string } | { esimId: string },
    options: LookUpOptions,
  ): Promise<ListedEsim> {
    const send = this.session.api.esim(query, options);
    const secrets = options.secrets ?? false;
    const id = 'esimId' in query ? query.esimId : null;
    return this.session.call(
      operation,
      send,
      (data) => this.#decodeEsim(operation, data, secrets, id),
      options,
    );
  }

  #decodeEsim(
    operation: 'apply' | 'esim-by-iccid' | 'esim-by-id',
    data: unknown,
    secrets: boolean,
    esimId: string | null,
  ): ListedEsim {
    const esim = decodeEsim(operation, data, secrets, esimId, this.session.parts.context);
    this.#learn(esim);
    return esim;
  }

  async *#learning(batches: AsyncIterable<ListBatch>): AsyncGenerator<ListBatch, void> {
    for await (const batch of batches) {
      for (const esim of batch.esims) this.#learn(esim);
      yield batch;
    }
  }

  #learn({ iccid, requestIccid }: ListedEsim): void {
    if (iccid !== null && requestIccid !== undefined) this.session.parts.spellings.learn(iccid, requestIccid);
  }
}
