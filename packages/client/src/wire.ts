/**
 * The API's types exactly as they go over the wire, generated from the spec. Types only. An answer is narrowed by its
 * `status`: `if (answer.status === 'success') answer.data`.
 */
import type { components } from './generated/roamify.js';

export type { components, operations, paths } from './generated/roamify.js';

/** Generates the profile of one eSIM. */
export type ApplyByEsimId = components['schemas']['ApplyByEsimId'];
/** Generates the profiles of all eSIMs of an order. */
export type ApplyByReference = components['schemas']['ApplyByReference'];
/** The body of apply: one of the two. */
export type ApplyRequest = components['schemas']['ApplyRequest'];
/** An eSIM, **secrets included** where the answer has them. */
export type WireEsim = components['schemas']['Esim'];
/** The current allowance, in the provider's own unit. */
export type WireUsage = components['schemas']['Usage'];
/** The same with a figure per day and place. */
export type WireUsageDetails = components['schemas']['UsageDetails'];
/** The usage of one day in one place. */
export type WireDayUsage = components['schemas']['DayUsage'];
/** A package that can be added. */
export type WireTopUpPackage = components['schemas']['TopUpPackage'];
/** A package that was applied. */
export type WirePackagePurchase = components['schemas']['PackagePurchase'];
/** The envelope of a failure, HTTP 200 included. */
export type WireFailure = components['schemas']['Failure'];
/** The envelope that answers `applyProfile`. */
export type ApplyAnswer = components['schemas']['ApplySuccess'] | WireFailure;
/** The envelope that answers `usage`. */
export type UsageAnswer = components['schemas']['UsageSuccess'] | WireFailure;
/** The envelope that answers `usageDetails`. */
export type UsageDetailsAnswer = components['schemas']['UsageDetailsSuccess'] | WireFailure;
/** The envelope that answers `topUpPackages`. */
export type TopUpPackagesAnswer = components['schemas']['TopUpPackagesSuccess'] | WireFailure;
/** The envelope that answers `packagesHistory`. */
export type PackagesHistoryAnswer = components['schemas']['PackagesHistorySuccess'] | WireFailure;
/** The envelope that answers `esimByIccid` and `esimById`. */
export type EsimAnswer = components['schemas']['EsimSuccess'] | WireFailure;
/** The envelope that answers `listEsims`. */
export type EsimListAnswer = components['schemas']['EsimListSuccess'] | WireFailure;
