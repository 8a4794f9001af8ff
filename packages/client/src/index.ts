export type {
  DayFigure,
  EsimStatus,
  ListedEsim,
  PackagePurchase,
  Rejected,
  TopUpPackage,
  UsageDetails,
  UsageDetailsRead,
} from '@roamwatch/core';
export type { ApplyOptions } from './apply.js';
export { createRoamifyClient } from './client.js';
export type { InstallableEsim, Installation } from './decode/esim.js';
export type { KnownDays } from './decode/known-days.js';
export type { ListBatch } from './decode/list.js';
export type { PackagesHistory, TopUps } from './decode/packages.js';
export type { Usage } from './decode/usage.js';
export {
  type ErrorDetails,
  type LaterOperation,
  type Operation,
  type Reason,
  RoamifyError,
} from './errors.js';
export type { Cap } from './fleet/assess-parts.js';
export {
  type FleetBatch,
  type FleetListing,
  type FleetOptions,
  listFleet,
  WHOLE_FLEET,
} from './fleet/list-fleet.js';
export type { LaterOperations } from './later/later-client.js';
export type * from './later/wire.js';
export type {
  CallOptions,
  Hooks,
  NotPermitted,
  Permits,
  RequestInfo,
  RequestStart,
  RequestsBefore,
  RoamifyClientOptions,
  Timeouts,
} from './options.js';
export {
  admitted,
  type BreakerState,
  CLOSED_BREAKER,
  learned,
  type RequestOutcome,
} from './pacing/breaker.js';
export * from './push/index.js';
export type { ListOptions, RawRoamifyClient, TopUpOptions } from './raw-client.js';
export type { ChangedOptions, ChangedUsageDetails, LookUpOptions, RoamifyClient } from './roamify-client.js';
export { trustedCertificates, trusting } from './transport/certificates.js';
export { openConnections } from './transport/connections.js';
export type * from './wire.js';
