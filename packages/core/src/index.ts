export * from './alerts/alert.js';
export * from './alerts/rule.js';
export * from './fleet/esim.js';
export * from './time/instant.js';
export * from './usage/unit.js';
export * from './usage/usage.js';
