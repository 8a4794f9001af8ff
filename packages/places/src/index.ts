export { countryCode } from './country-code.js';
export { placeKey } from './place-key.js';
