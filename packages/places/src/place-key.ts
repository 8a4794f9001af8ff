import { comparable } from './comparable.js';
import { countryCode } from './country-code.js';

/**
 * Equal for two names of one place: of the same country, or, where either is no known country, of the same letters in
 * the same Unicode form and case. Empty for a missing name.
 */
export function placeKey(name: string): string {
  return countryCode(name) || comparable(name) || name.normalize('NFC').trim();
}
