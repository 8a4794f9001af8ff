export type { SimulatorClock } from './clock.js';
export { type ActiveFault, FAULT_KINDS, type Fault, type FaultKind, type Occasion } from './faults/fault.js';
export type { Faults } from './faults/faults.js';
export { DEFAULT_MIX, type EsimKind, type FleetMix } from './fleet/persona.js';
export type { RequestCounts } from './http/handler.js';
export { OPERATIONS, type OperationName } from './http/operation.js';
export { SimulatorOptionError, type SimulatorOptions } from './options.js';
export { type Simulator, startSimulator } from './simulator.js';
export type { Crossing, TrueEsim, TruePackage, Truth } from './truth.js';
