import { createRequire } from 'node:module';
import type { LocaleData } from 'i18n-iso-countries';
// The package's front door loads eighty languages; the API names countries in English.
import countries from 'i18n-iso-countries/index.js';

countries.registerLocale(createRequire(import.meta.url)('i18n-iso-countries/langs/en.json') as LocaleData);

/** Names in common English use, as travel eSIM vendors write them, that the ISO list has otherwise or not at all. */
const ALIASES: Readonly<Record<string, string>> = {
  BN: 'Brunei',
  BO: 'Bolivia, Plurinational State of',
  BQ: 'Bonaire|Caribbean Netherlands|Bonaire, Sint Eustatius, and Saba',
  CD: 'Democratic Republic of the Congo|DR Congo|DRC|Congo (DRC)|Congo, Democratic Republic of the|Congo - Kinshasa',
  CG: 'Congo|Republic of the Congo|Congo, Republic of the|Congo - Brazzaville',
  CN: 'Mainland China|China mainland|China (mainland)',
  CV: 'Cabo Verde',
  FK: 'Falkland Islands',
  FM: 'Micronesia|Federated States of Micronesia',
  GB: 'England|Scotland|Wales|Northern Ireland|U.K.|Britain',
  HK: 'Hong Kong SAR|Hong Kong (China)|Hong Kong, China',
  KR: 'Korea|Korea, South|Korea (South)|Korea, Rep.',
  KP: "Korea, North|Democratic People's Republic of Korea",
  LA: 'Laos|Lao',
  MD: 'Moldova|Republic of Moldova',
  MF: 'Saint Martin',
  MK: 'Macedonia|FYROM',
  MM: 'Burma',
  MO: 'Macau|Macao SAR|Macau SAR|Macau (China)|Macao, China',
  PS: 'Palestinian Territories|Palestinian Territory|Palestine, State of',
  SX: 'Sint Maarten',
  SY: 'Syria',
  SZ: 'Swaziland',
  TL: 'East Timor|Timor Leste',
  TW: 'Taiwan (China)|Taiwan, China',
  TZ: 'Tanzania, United Republic of',
  VA: 'Vatican|Vatican City|Holy See',
  VE: 'Venezuela, Bolivarian Republic of',
  VG: 'British Virgin Islands',
  VI: 'US Virgin Islands|United States Virgin Islands|Virgin Islands (US)',
  VN: 'Viet Nam',
};

const CODES = codesByName();

/** The provider has few names, and reports ask for one a row. Bounded, as names come from outside. */
const ANSWERS = new Map<string, string>();
const MOST_ANSWERS = 2_000;

/**
 * The ISO 3166 alpha-2 code of a country as the provider names it in English (or by its own code, as some
 * do); empty when it is missing or not known. Case, accents, punctuation and "the", "Saint" do not matter.
 */
export function countryCode(location: string): string {
  const answered = ANSWERS.get(location);
  if (answered !== undefined) return answered;
  const code = CODES.get(comparable(location)) ?? '';
  if (ANSWERS.size < MOST_ANSWERS) ANSWERS.set(location, code);
  return code;
}

function codesByName(): ReadonlyMap<string, string> {
  const codes = new Map<string, string>();
  for (const [code, names] of Object.entries(countries.getNames('en', { select: 'all' }))) {
    for (const name of [...names, code, countries.alpha2ToAlpha3(code) ?? code])
      codes.set(comparable(name), code);
  }
  for (const [code, names] of Object.entries(ALIASES)) {
    for (const name of names.split('|')) codes.set(comparable(name), code);
  }
  return codes;
}

function comparable(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/\bst\b/g, 'saint')
    .replace(/\bthe\b/g, ' ')
    .replace(/ +/g, ' ')
    .trim();
}
