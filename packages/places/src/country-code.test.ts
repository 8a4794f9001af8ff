import { describe, expect, it } from 'vitest';
import { countryCode } from './country-code.js';
import { placeKey } from './place-key.js';

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

describe('any other way to name a country', () => {
  it.each([
    ['Türkiye'.normalize('NFD'), 'TR'],
    ['CÔTE D’IVOIRE', 'CI'],
    ['Deutschland', 'DE'],
    ['ALEMANIA', 'DE'],
    ['España', 'ES'],
    ['Österreich', 'AT'],
    ['Ελλάδα', 'GR'],
    ['Россия', 'RU'],
    ['日本', 'JP'],
    ['대한민국', 'KR'],
    ['ไทย', 'TH'],
    ['Magyarország', 'HU'],
    ['Schweiz', 'CH'],
    ['Suisse', 'CH'],
    ['Burma', 'MM'],
    ['Swaziland', 'SZ'],
    ['Macedonia', 'MK'],
    ['Cape Verde', 'CV'],
    ['East Timor', 'TL'],
    ['Zaire', 'CD'],
    ['Ceylon', 'LK'],
    ['Holland', 'NL'],
    ['Great Britain', 'GB'],
    ['UAE', 'AE'],
    ['U.S.A.', 'US'],
    ['EL', 'GR'],
    ['gbr', 'GB'],
  ])('%s is %s', (name, code) => {
    expect(countryCode(name)).toBe(code);
  });

  it('is equal to the others, while different places differ', () => {
    expect(placeKey('Allemagne')).toBe(placeKey('GERMANY'));
    expect(placeKey('At  sea')).toBe(placeKey('at sea'));
    const different = [
      'Niger',
      'Nigeria',
      'Guinea',
      'Equatorial Guinea',
      'Atlantis',
      'Lemuria',
      '🏝',
      '',
      'Korea',
      'North Korea',
    ];
    expect(new Set(different.map(placeKey)).size).toBe(different.length);
  });
});
