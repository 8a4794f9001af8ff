/** The API's types exactly as they go over the wire, generated from the spec. Types only. */
export type { components, operations, paths } from './generated/roamify.js';
