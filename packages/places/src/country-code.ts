import { createRequire } from 'node:module';
import type { LocaleData } from 'i18n-iso-countries';
// The package's front door loads every language; here each is read when it is needed.
import countries from 'i18n-iso-countries/index.js';
import { ALIASES } from './aliases.js';
import { comparable } from './comparable.js';

const require = createRequire(import.meta.url);

const ENGLISH = englishNames();

/** Names in all other languages; read when the first name is met that English does not have. */
let otherLanguages: ReadonlyMap<string, string> | null = null;

/** The provider has few names, and reports look one up for each row. Bounded, as names come from outside. */
const ANSWERS = new Map<string, string>();
const MOST_ANSWERS = 2_000;

/** A country's name is shorter; what is longer is not looked up. */
const LONGEST_NAME = 200;

/**
 * The ISO 3166 alpha-2 code of a country by its name in English or any other language, a former name, or its own code of
 * two or three letters; empty when it is missing, not known, or means different countries in different languages. Case,
 * accents, Unicode form, punctuation and "the", "Saint" do not matter.
 */
export function countryCode(location: string): string {
  const answered = ANSWERS.get(location);
  if (answered !== undefined) return answered;
  const code = location.length > LONGEST_NAME ? '' : lookUp(comparable(location));
  if (ANSWERS.size >= MOST_ANSWERS) ANSWERS.clear();
  ANSWERS.set(location, code);
  return code;
}

/** Reads every language now, so that a process that runs for weeks does not need the files later. */
export function readAllNames(): ReadonlyMap<string, string> {
  otherLanguages ??= namesInOtherLanguages();
  return otherLanguages;
}

function lookUp(name: string): string {
  if (name === '') return '';
  return ENGLISH.get(name) ?? readAllNames().get(name) ?? '';
}

function englishNames(): ReadonlyMap<string, string> {
  countries.registerLocale(read('en'));
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

function namesInOtherLanguages(): ReadonlyMap<string, string> {
  const codes = new Map<string, string>();
  const ambiguous = new Set<string>();
  const languages = require('i18n-iso-countries/supportedLocales.json') as readonly string[];
  for (const language of languages) {
    if (language === 'en') continue;
    for (const [code, names] of Object.entries(read(language).countries)) {
      for (const name of [names].flat()) {
        const compared = comparable(name);
        if ((codes.get(compared) ?? code) !== code) ambiguous.add(compared);
        codes.set(compared, code);
      }
    }
  }
  for (const name of ambiguous) codes.delete(name);
  return codes;
}

function read(language: string): LocaleData {
  return require(`i18n-iso-countries/langs/${language}.json`) as LocaleData;
}
