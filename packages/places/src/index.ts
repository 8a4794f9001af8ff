export { countryCode, readAllNames } from './country-code.js';
export { placeKey } from './place-key.js';
