import { ENGLISH } from './english.js';
import { GERMAN } from './german.js';
import type { Language } from './language.js';

/** Every language that people can be written to in, by its ISO 639-1 code. A new one is a file and a line here. */
export const LANGUAGES = { en: ENGLISH, de: GERMAN } as const satisfies Readonly<Record<string, Language>>;

/** A language that messages are written in, ISO 639-1. */
export type LanguageCode = keyof typeof LANGUAGES;

/** The language of a code as people write it ("de", "DE", "de-AT"); null for one that nothing is written in. */
export function languageCode(text: string): LanguageCode | null {
  const [primary = ''] = text.trim().toLowerCase().split(/[-_]/);
  return Object.hasOwn(LANGUAGES, primary) ? (primary as LanguageCode) : null;
}
