export { TooFewArrivals } from './arrivals.js';
export * from './certificates.js';
export * from './hook-catcher.js';
export * from './mail-catcher.js';
export type * from './mail-fault.js';
export * from './scripted-api.js';
