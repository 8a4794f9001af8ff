export type { components, operations, paths } from './wire.js';
