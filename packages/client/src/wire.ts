/**
 * The API's types exactly as they go over the wire, generated from the spec. Types only. An answer is narrowed by its
 * `status`: `if (answer.status === 'success') answer.data`.
 */
import type { components } from './generated/roamify.js';

export type { components, operations, paths } from './generated/roamify.js';

export type ApplyByEsimId = components['schemas']['ApplyByEsimId'];
export type ApplyByReference = components['schemas']['ApplyByReference'];
export type ApplyRequest = components['schemas']['ApplyRequest'];
export type WireEsim = components['schemas']['Esim'];
export type WireUsage = components['schemas']['Usage'];
export type WireUsageDetails = components['schemas']['UsageDetails'];
export type WireDayUsage = components['schemas']['DayUsage'];
export type WireTopUpPackage = components['schemas']['TopUpPackage'];
export type WirePackagePurchase = components['schemas']['PackagePurchase'];
export type WireFailure = components['schemas']['Failure'];
/** The answers of the operations, as envelopes. */
export type ApplyAnswer = components['schemas']['ApplySuccess'] | WireFailure;
export type UsageAnswer = components['schemas']['UsageSuccess'] | WireFailure;
export type UsageDetailsAnswer = components['schemas']['UsageDetailsSuccess'] | WireFailure;
export type TopUpPackagesAnswer = components['schemas']['TopUpPackagesSuccess'] | WireFailure;
export type PackagesHistoryAnswer = components['schemas']['PackagesHistorySuccess'] | WireFailure;
export type EsimAnswer = components['schemas']['EsimSuccess'] | WireFailure;
export type EsimListAnswer = components['schemas']['EsimListSuccess'] | WireFailure;
