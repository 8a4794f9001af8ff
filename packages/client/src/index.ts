export type { ApplyOptions } from './apply.js';
export {
  type ChangedUsageDetails,
  createRoamifyClient,
  type ListOptions,
  type LookUpOptions,
  type RoamifyClient,
} from './client.js';
export type { InstallableEsim, Installation } from './decode/esim.js';
export type { ListBatch } from './decode/list.js';
export type { PackagesHistory, TopUps } from './decode/packages.js';
export type { Usage } from './decode/usage.js';
export { type Operation, type Reason, RoamifyError } from './errors.js';
export { type FleetListing, type FleetOptions, listFleet, WHOLE_FLEET } from './fleet/list-fleet.js';
export type { CallOptions, RequestInfo, RequestsBefore, RoamifyClientOptions, Timeouts } from './options.js';
export type { components, operations, paths } from './wire.js';
