import { UNIT_BYTES, type UnixSeconds } from '@roamwatch/core';
import type { SimulatedEsim } from '../fleet/esim.js';
import { type Offer, offersFor } from '../fleet/offer.js';
import type { Persona } from '../fleet/persona.js';
import { type FigureForm, numberIn } from './figure.js';
import type { WirePurchase, WireTopUpPackage } from './types.js';

/** The filters of later documentation; null: not given. */
export interface TopUpFilter {
  readonly days: number | null;
  readonly gigabytes: number | null;
  readonly unlimited: boolean | null;
  readonly packageId: string | null;
}

/** The packages that can be added to an eSIM now: packages of the country its package is for. */
export function topUpPayload(
  form: FigureForm,
  esim: SimulatedEsim,
  at: UnixSeconds,
  filter: TopUpFilter,
): WireTopUpPackage[] {
  return offersFor(esim.runAt(at).country)
    .filter((offer) => passes(offer, filter))
    .map((offer) => topUp(form, offer, esim.persona.currency));
}

function passes({ days, dataBytes, packageId }: Offer, filter: TopUpFilter): boolean {
  return (
    (filter.days === null || filter.days === days) &&
    (filter.gigabytes === null || filter.gigabytes * UNIT_BYTES.GB === dataBytes) &&
    (filter.unlimited === null || filter.unlimited === (dataBytes === null)) &&
    (filter.packageId === null || filter.packageId === packageId)
  );
}

function topUp(form: FigureForm, offer: Offer, currency: string): WireTopUpPackage {
  const { packageId, name, days, dataBytes, priceCents } = offer;
  return {
    packageId,
    package: name,
    plan: 'data-only',
    activation: 'first-use',
    day: days,
    price: numberIn(form, priceCents / 100),
    currency,
    withHotspot: true,
    withDataRoaming: true,
    withDestinationInstall: false,
    withUsageCheck: true,
    apn: { apnAutomatic: true, apnName: 'globaldata', apnUsername: '', apnPassword: '' },
    data: {
      isUnlimited: dataBytes === null,
      dataAmount: dataBytes === null ? -1 : dataBytes / UNIT_BYTES.MB,
      dataUnit: dataBytes === null ? '' : 'MB',
    },
    call: { withCall: false, callType: 'all', callAmount: -1, callUnit: '' },
    sms: { withSMS: false, smsType: 'all', smsAmount: -1, smsUnit: '' },
    notes: [],
  };
}

/** The purchases for an eSIM until `at`, oldest first; a refund is a row with a negative price. */
export function historyPayload(form: FigureForm, esim: SimulatedEsim, at: UnixSeconds): WirePurchase[] {
  const bought = esim.timeline.flatMap((run) =>
    run.purchases.map((purchase, number) => ({
      ...purchase,
      type: run.number === 1 && number === 0 ? 'esim' : 'topup',
      sign: 1,
    })),
  );
  const refund = refundOf(esim.persona, bought[0]);
  return [...bought, ...refund]
    .filter((row) => row.at <= at)
    .sort((one, other) => one.at - other.at)
    .map((row) => ({
      esimId: esim.esimId,
      packageId: row.offer.packageId,
      package: row.offer.name,
      type: row.type,
      price: numberIn(form, (row.sign * row.offer.priceCents) / 100),
      currency: esim.persona.currency,
      createdAt: row.at,
      updatedAt: row.at,
    }));
}

function refundOf<Row extends object>({ createdAt, refundedAfter }: Persona, first: Row | undefined) {
  if (refundedAfter === null || first === undefined) return [];
  return [{ ...first, at: createdAt + refundedAfter, type: 'refund', sign: -1 }];
}
