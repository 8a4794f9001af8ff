import { describe, expect, it } from 'vitest';
import { countryCode } from './country-code.js';

describe('country code', () => {
  it.each([
    ['United Kingdom', 'GB'],
    ['united kingdom', 'GB'],
    ['UK', 'GB'],
    ['United States', 'US'],
    ['USA', 'US'],
    ['United States of America', 'US'],
    ['South Korea', 'KR'],
    ['Korea, Republic of', 'KR'],
    ['North Korea', 'KP'],
    ['Turkey', 'TR'],
    ['Türkiye', 'TR'],
    ['Turkiye', 'TR'],
    ['Czechia', 'CZ'],
    ['Czech Republic', 'CZ'],
    ['Vietnam', 'VN'],
    ['Laos', 'LA'],
    ['Macau', 'MO'],
    ['Hong Kong', 'HK'],
    ['Ivory Coast', 'CI'],
    ["Côte d'Ivoire", 'CI'],
    ['Cote d’Ivoire', 'CI'],
    ['Congo', 'CG'],
    ['DR Congo', 'CD'],
    ['Democratic Republic of the Congo', 'CD'],
    ['Bosnia & Herzegovina', 'BA'],
    ['St. Lucia', 'LC'],
    ['Réunion', 'RE'],
    ['The Gambia', 'GM'],
    ['Curacao', 'CW'],
    ['Kosovo', 'XK'],
    ['Niger', 'NE'],
    ['Nigeria', 'NG'],
    ['Guinea', 'GN'],
    ['Guinea-Bissau', 'GW'],
    ['Dominica', 'DM'],
    ['Dominican Republic', 'DO'],
    ['FR', 'FR'],
    ['DEU', 'DE'],
  ])('of %s is %s', (name, code) => {
    expect(countryCode(name)).toBe(code);
  });

  it.each(['', ' ', 'Europe', 'Atlantis', 'At sea', '=cmd()', 'constructor', '__proto__', '🏴'])(
    'of %j is empty',
    (name) => {
      expect(countryCode(name)).toBe('');
    },
  );
});
