/**
 * The API's types exactly as they go over the wire, generated from the spec. Types only. An answer is narrowed by its
 * `status`: `if (answer.status === 'success') answer.data`.
 */
import type { components } from './generated/roamify.js';

export type { components, operations, paths } from './generated/roamify.js';

type Schemas = components['schemas'];

export type ApplyByEsimId = Schemas['ApplyByEsimId'];
export type ApplyByReference = Schemas['ApplyByReference'];
export type ApplyRequest = Schemas['ApplyRequest'];
export type WireEsim = Schemas['Esim'];
export type WireUsage = Schemas['Usage'];
export type WireUsageDetails = Schemas['UsageDetails'];
export type WireDayUsage = Schemas['DayUsage'];
export type WireTopUpPackage = Schemas['TopUpPackage'];
export type WirePackagePurchase = Schemas['PackagePurchase'];
export type WireFailure = Schemas['Failure'];
/** The answers of the operations, as envelopes. */
export type ApplyAnswer = Schemas['ApplySuccess'] | WireFailure;
export type UsageAnswer = Schemas['UsageSuccess'] | WireFailure;
export type UsageDetailsAnswer = Schemas['UsageDetailsSuccess'] | WireFailure;
export type TopUpPackagesAnswer = Schemas['TopUpPackagesSuccess'] | WireFailure;
export type PackagesHistoryAnswer = Schemas['PackagesHistorySuccess'] | WireFailure;
export type EsimAnswer = Schemas['EsimSuccess'] | WireFailure;
export type EsimListAnswer = Schemas['EsimListSuccess'] | WireFailure;
