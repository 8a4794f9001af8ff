import { LANGUAGES, type Language, type LanguageCode } from '@roamwatch/core';
import type { Message } from '../message.js';

/** The language where none is given. */
export const DEFAULT_LANGUAGE: LanguageCode = 'en';

export function languageOf({ language }: Pick<Message, 'language'>): Language {
  return LANGUAGES[language ?? DEFAULT_LANGUAGE];
}
